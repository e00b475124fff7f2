import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  nativeTheme,
  screen,
  type Session,
  type Size,
  type WebContents,
  type WebPreferences
} from 'electron'

/** `--surface-window` of the style sheet, so that the window is never seen in another colour. */
const backgrounds = { light: '#fafaf8', dark: '#161918' }

const usual: Size = { width: 1120, height: 760 }
/** The views are made for this much room. On a smaller screen their content scrolls. */
const smallest: Size = { width: 900, height: 600 }

/** Returns the preferences of every page: it is sandboxed, isolated and without Node. */
export const pagePreferences = (session: Session): WebPreferences => ({
  session,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // An alert would hold up whatever asks the page to go.
  disableDialogs: true,
  devTools: !app.isPackaged
})

/** Opens the window of the account, whose page alone has the bridge. */
export function openWindow(session: Session): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Holdfast',
    ...within(screen.getPrimaryDisplay().workAreaSize, usual),
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    webPreferences: {
      ...pagePreferences(session),
      preload: join(import.meta.dirname, '../preload/index.cjs')
    }
  })
  window.once('ready-to-show', () => window.show())
  fitScreen(window)
  return window
}

/** Lets the window be as small as the screen it is on, also when another screen takes its place. */
function fitScreen(window: BrowserWindow): void {
  const fit = (): void => {
    if (window.isDestroyed()) return
    const { workAreaSize } = screen.getDisplayMatching(window.getBounds())
    const { width, height } = within(workAreaSize, smallest)
    window.setMinimumSize(width, height)
  }
  fit()
  screen.on('display-metrics-changed', fit)
  screen.on('display-added', fit)
  screen.on('display-removed', fit)
  window.on('moved', fit)
}

const within = (room: Size, wanted: Size): Size => ({
  width: Math.min(room.width, wanted.width),
  height: Math.min(room.height, wanted.height)
})

/** Brings a window that is there already in front of the others. */
export function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.focus()
}

/** Calls `listener` whenever the page that was there no longer is: closed, crashed or reloaded. */
export function whenPageGoes(contents: WebContents, listener: () => void): void {
  contents.once('destroyed', listener)
  contents.on('render-process-gone', listener)
  contents.on('did-start-navigation', ({ isMainFrame }) => {
    if (isMainFrame) listener()
  })
}

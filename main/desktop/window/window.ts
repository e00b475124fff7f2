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
import icon from './icon.png?asset'

/** The colour of `--surface-window` in the style sheet, so that the window never appears in another one. */
const backgrounds = { light: '#fafaf8', dark: '#161918' }

const usual: Size = { width: 1120, height: 760 }
/** The views are designed for this much room. On a smaller screen their content scrolls. */
const smallest: Size = { width: 900, height: 600 }

/** Returns the preferences of every page, which is sandboxed, isolated and without Node. */
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
  // An alert would block the code that tells the page to go.
  disableDialogs: true,
  devTools: !app.isPackaged
})

/** Opens the window of the account. Its page is the only one with the bridge. */
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
  window.once('ready-to-show', () => {
    window.show()
    // On other systems the program carries the icon.
    if (process.platform === 'linux') window.setIcon(icon)
  })
  fitScreen(window)
  return window
}

/** Lets the window be as small as its screen, also after a change of screens. */
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

/** Calls `listener` whenever the page is gone: closed, crashed or reloaded. */
export function whenPageGoes(contents: WebContents, listener: () => void): void {
  contents.once('destroyed', listener)
  contents.on('render-process-gone', listener)
  contents.on('did-start-navigation', ({ isMainFrame }) => {
    if (isMainFrame) listener()
  })
}

import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, type Session, type WebContents } from 'electron'

/** `--surface-window` of the style sheet, so that the window is never seen in another colour. */
const backgrounds = { light: '#fafaf8', dark: '#161918' }

/** The one window: its page is sandboxed, isolated and without Node. */
export function openWindow(session: Session): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Holdfast',
    width: 1120,
    height: 760,
    minWidth: 900,
    minHeight: 600,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    webPreferences: {
      session,
      preload: join(import.meta.dirname, '../preload/index.cjs'),
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
    }
  })
  window.once('ready-to-show', () => window.show())
  return window
}

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

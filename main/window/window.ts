import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, type Session, type WebContents } from 'electron'
import { log } from '../log'
import { blankOrigin } from './protocol'

/** `--surface-window` of the style sheet, so that the window is never seen in another colour. */
const backgrounds = { light: '#fafaf8', dark: '#161918' }
const crashLoopMs = 10_000
const blankPage = `${blankOrigin}/`

/** The one window: its page is sandboxed, isolated and without Node. */
export function openWindow(session: Session, url: string): BrowserWindow {
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
      devTools: !app.isPackaged
    }
  })
  const contents = window.webContents
  window.once('ready-to-show', () => window.show())
  let crashedAt = -Infinity
  contents.on('render-process-gone', (_event, { reason }) => {
    log('page-gone', { code: reason })
    const looping = Date.now() - crashedAt < crashLoopMs
    crashedAt = Date.now()
    if (looping) app.quit()
    else contents.reload()
  })
  // Nothing stops a page from going to about:blank, which leaves a window without ours.
  contents.on('did-navigate', (_event, address) => {
    if (address !== url && address !== blankPage) void window.loadURL(url)
  })
  void window.loadURL(url)
  return window
}

/**
 * Ends the page's process, with all it had in memory, and shows the page in a new one: a page of another origin in between
 * makes Chromium change processes.
 */
export async function renewPage(contents: WebContents, url: string): Promise<void> {
  await contents.loadURL(blankPage)
  await contents.loadURL(url)
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

// What Electron itself needs for a window with a page, drawn as Holdfast is: the first reference for start and memory.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

app.disableHardwareAcceleration()
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1120, height: 760, webPreferences: { sandbox: true } })
  void window.loadFile(join(import.meta.dirname, 'page.html'))
})

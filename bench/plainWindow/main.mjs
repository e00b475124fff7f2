// This window shows the start and memory that Electron itself needs. It is drawn as Holdfast is, as the first reference.
import { join } from 'node:path'
import { app, BrowserWindow } from 'electron'

app.disableHardwareAcceleration()
app.on('window-all-closed', () => app.quit())
void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1120, height: 760, webPreferences: { sandbox: true } })
  void window.loadFile(join(import.meta.dirname, 'page.html'))
})

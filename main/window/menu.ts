import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'

/**
 * The menu carries the keyboard's standard commands: editing and zoom. It is seen on macOS only, where the system words it.
 */
export function setMenu(window: BrowserWindow): void {
  const template: MenuItemConstructorOptions[] = [
    { role: 'editMenu' },
    { role: 'viewMenu', submenu: [{ role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'resetZoom' }] },
    { role: 'windowMenu' }
  ]
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  window.setMenuBarVisibility(false)
}

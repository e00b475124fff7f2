import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../../../contract/settings'
import { systemText } from '../../ground/words'

/**
 * Sets the menu, which carries the keyboard's commands: editing, zoom and the lock. It is visible on macOS only, where the
 * system words all items but the last.
 */
export function setMenu(window: BrowserWindow, language: Language, lock: () => void): void {
  const template: MenuItemConstructorOptions[] = [
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { id: 'lock', label: systemText(language, 'menu.lockNow'), accelerator: 'CommandOrControl+L', click: lock }
      ]
    },
    { role: 'windowMenu' }
  ]
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  window.setMenuBarVisibility(false)
}

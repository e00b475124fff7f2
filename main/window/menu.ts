import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { Language } from '../../contract/settings'

const lockNow: Record<Language, string> = { en: 'Lock Now', 'zh-CN': '立即锁定' }

/**
 * The menu carries the keyboard's commands: editing, zoom and the lock. It is seen on macOS only, where the system words all
 * but the last.
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
        { id: 'lock', label: lockNow[language], accelerator: 'CommandOrControl+L', click: lock }
      ]
    },
    { role: 'windowMenu' }
  ]
  if (process.platform === 'darwin') template.unshift({ role: 'appMenu' })
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  window.setMenuBarVisibility(false)
}

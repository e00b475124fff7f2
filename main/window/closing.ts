import { type BrowserWindow, dialog } from 'electron'
import type { Language } from '../../contract/settings'

const words: Record<Language, { message: string; detail: string; stay: string; close: string }> = {
  en: {
    message: 'Close without keeping your recovery code?',
    detail: 'It is shown only now. Without it, a lost phone may cost you your account.',
    stay: 'Go back',
    close: 'Close'
  },
  'zh-CN': {
    message: '不保存恢复代码就关闭吗？',
    detail: '它只在此刻显示。没有它，手机丢失时可能连账号也找不回来。',
    stay: '返回',
    close: '关闭'
  }
}

/** Asks before the window closes while `toKeep`: what is on screen then cannot be had again. */
export function askBeforeClosing(window: BrowserWindow, toKeep: () => boolean, language: () => Language): void {
  let asking = false

  async function ask(): Promise<void> {
    const { message, detail, stay, close } = words[language()]
    const { response } = await dialog.showMessageBox(window, {
      type: 'warning',
      message,
      detail,
      buttons: [stay, close],
      defaultId: 0,
      cancelId: 0,
      noLink: true
    })
    asking = false
    if (response === 1) window.destroy()
  }

  window.on('close', (event) => {
    if (!toKeep()) return
    event.preventDefault()
    if (asking) return
    asking = true
    void ask()
  })
}

import { type BrowserWindow, dialog } from 'electron'
import type { Language } from '../../contract/settings'
import { questions, type ToLose } from './closingText'

/** Asks before the window closes while there is something to lose; about the session once only, because it may never be stored. */
export function askBeforeClosing(
  window: BrowserWindow,
  toLose: () => ToLose | undefined,
  language: () => Language
): void {
  let asking = false
  let askedOfSession = false

  async function ask(what: ToLose): Promise<void> {
    const { message, detail, stay, close } = questions[language()][what]
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
    const what = toLose()
    if (!what || (what === 'session' && askedOfSession && !asking)) return
    event.preventDefault()
    if (asking) return
    asking = true
    askedOfSession ||= what === 'session'
    void ask(what)
  })
}

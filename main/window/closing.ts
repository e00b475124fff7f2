import type { BrowserWindow } from 'electron'
import type { Language } from '../../contract/settings'
import { confirmInDialog } from '../desktop/confirmDialog'
import { questions, type ToLose } from './closingText'
import type { WindowPage } from './page'

/**
 * Closes the window without asking its page, which could hold it open. Asks the person first while there is something to
 * lose; about the session once only, because it may never be stored.
 */
export function closeAfterAsking(
  window: BrowserWindow,
  page: Pick<WindowPage, 'signal'>,
  toLose: () => ToLose | undefined,
  language: () => Language
): void {
  let asking = false
  let askedOfSession = false

  async function ask(what: ToLose): Promise<void> {
    asking = true
    askedOfSession ||= what === 'session'
    const agreed = await confirmInDialog(window, questions[language()][what], page.signal())
    asking = false
    if (agreed) window.destroy()
  }

  window.on('close', (event) => {
    event.preventDefault()
    if (asking) return
    const what = toLose()
    if (what === undefined || (what === 'session' && askedOfSession)) window.destroy()
    else void ask(what)
  })
}

import type { BrowserWindow } from 'electron'
import type { Language } from '../../../contract/settings'
import { systemDialog } from '../../ground/dialogText'
import { confirmInDialog } from '../confirmDialog'
import type { WindowPage } from './page'

/**
 * The loss that closing would cause: a recovery code that is only shown now, or the newest session, which no keychain holds.
 */
export type ToLose = 'recoveryCode' | 'session'

/**
 * Closes the window without asking its page, which could hold it open. While there is something to lose, the person is asked
 * first; about the session only once, because it may never be stored.
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
    const agreed = await confirmInDialog(window, systemDialog(language(), `closing.${what}`), page.signal())
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

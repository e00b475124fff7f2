import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import type { Session } from '../session/sessionInterface'
import { type Asked, type DialogText, dialogText } from './dialogText'
import type { ConfirmBy } from './state'

/** So long after a sign-in a dialog is enough, in ms. */
const recentMs = 5 * 60_000

/** Makes sure that a person, and not a script in the page, wants something to go. */
export interface Confirmation {
  /** How the person would be asked now. */
  by(): ConfirmBy
  /**
   * Asks once, for exactly this. Tells whether the person agreed.
   *
   * @param onLink gets the link of a fresh sign-in
   * @param signal ends the question: rejects, or tells that nobody agreed
   * @throws AppError `confirmationDeclined`, `confirmationOtherAccount`, and those of a sign-in
   */
  ask(by: ConfirmBy, asked: Asked, onLink: (link: string) => void, signal: AbortSignal): Promise<boolean>
}

interface ConfirmationParts {
  session: Pick<Session, 'signedInAt' | 'proveIdentity'>
  /** See `Client.clockError`. */
  clockError: () => number | undefined
  /** Shows a native dialog in front of the window and tells whether the person chose `remove`; `signal` closes it. */
  confirmInDialog: (text: DialogText, signal: AbortSignal) => Promise<boolean>
  language: () => Language
  now?: () => number
}

export function createConfirmation({
  session,
  clockError,
  confirmInDialog,
  language,
  now = Date.now
}: ConfirmationParts): Confirmation {
  async function signInAgain(onLink: (link: string) => void, signal: AbortSignal): Promise<boolean> {
    try {
      await session.proveIdentity(onLink, signal, clockError())
      return true
    } catch (error) {
      const denied = error instanceof AppError && error.code === 'signInDenied'
      throw denied ? new AppError('confirmationDeclined', { cause: error }) : error
    }
  }

  return {
    by() {
      const age = now() - (session.signedInAt() ?? -Infinity)
      return age >= 0 && age < recentMs ? 'dialog' : 'signIn'
    },
    ask: (by, asked, onLink, signal) =>
      by === 'dialog' ? confirmInDialog(dialogText(language(), asked), signal) : signInAgain(onLink, signal)
  }
}

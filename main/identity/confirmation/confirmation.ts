import type { AskedBy, EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import type { ErrorCode } from '../../../contract/result'
import type { Language } from '../../../contract/settings'
import { AppError } from '../../ground/errors'
import type { Log } from '../../log/log'
import type { Session } from '../sessionInterface'
import { additionText, type Where } from './additionText'
import { type Asked, type DialogText, dialogText } from '../../ground/dialogText'

/** The time for which a sign-in counts as recent, in ms. */
const recentMs = 5 * 60_000

/** Makes sure that a person, and not a script in the page, wants a change of what protects the account. */
export interface Confirmation {
  /** Returns the way in which the person would be asked now about a removal. */
  by(): AskedBy
  /**
   * Asks once whether exactly this may be removed. Resolves to true if the person agreed.
   *
   * @param onLink gets the link of a fresh sign-in
   * @param signal ends the question, which then rejects or resolves to false
   * @throws AppError `confirmationDeclined`, `confirmationOtherAccount`, `signInTimeMissing`, and those of a sign-in
   */
  ask(by: AskedBy, asked: Asked, onLink: (link: string) => void, signal: AbortSignal): Promise<boolean>
  /** Begins to ask for one enrolment. A fresh sign-in counts for this enrolment alone. */
  forAddition(): AskToAdd
}

/**
 * Asks in a dialog whether exactly this may be added, and then for a fresh sign-in if the last one is not recent.
 *
 * @param onAsking is called with the way the person is asked, and with the link of a fresh sign-in once there is one
 * @param signal ends the question, which then rejects
 * @throws AppError `additionDeclined`, `confirmationOtherAccount`, and those of a sign-in
 */
export type AskToAdd = (
  added: { factorType: KnownFactorType; target: EnrolmentTarget },
  onAsking: (by: AskedBy, link?: string) => void,
  signal: AbortSignal
) => Promise<void>

interface ConfirmationParts {
  session: Pick<Session, 'signedInAt' | 'proveIdentity'>
  /** See `Client.clockError`. */
  clockError: () => number | undefined
  /**
   * Shows a native dialog in front of the window, which `signal` closes. Resolves to true if the person chose `confirm`.
   */
  confirmInDialog: (text: DialogText, signal: AbortSignal) => Promise<boolean>
  /** Resolves to the account and its tenant. Never rejects. */
  where: () => Promise<Where>
  language: () => Language
  log: Log
  now?: () => number
}

export function createConfirmation(parts: ConfirmationParts): Confirmation {
  const { session, clockError, confirmInDialog, where, language, log, now = Date.now } = parts

  const isRecent = (signedInAt = -Infinity): boolean => {
    const age = now() - signedInAt
    // A negative age means that the clock was set back, so the real age is unknown.
    return age >= 0 && age < recentMs
  }

  /** @param declined the code to throw if the person did not sign in afresh */
  async function signInAgain(
    onLink: (link: string) => void,
    signal: AbortSignal,
    declined: ErrorCode,
    withoutTime?: 'allowed'
  ): Promise<void> {
    try {
      const { timeTold } = await session.proveIdentity(onLink, signal, clockError(), withoutTime)
      if (!timeTold) log('sign-in-time-missing')
    } catch (error) {
      const isDenial = error instanceof AppError && ['signInDenied', 'confirmationDeclined'].includes(error.code)
      throw isDenial ? new AppError(declined, { cause: error }) : error
    }
  }

  return {
    by: () => (isRecent(session.signedInAt()) ? 'dialog' : 'signIn'),

    async ask(by, asked, onLink, signal) {
      if (by === 'dialog') return confirmInDialog(dialogText(language(), asked), signal)
      await signInAgain(onLink, signal, 'confirmationDeclined')
      return true
    },

    forAddition() {
      // The account is read early, while the person is still looking at the first card.
      const account = where()
      let provenAt: number | undefined
      return async (added, onAsking, signal) => {
        const isProven = (): boolean => isRecent(provenAt) || isRecent(session.signedInAt())
        onAsking('dialog')
        const text = additionText(language(), { ...added, ...(await account), signInFollows: !isProven() })
        signal.throwIfAborted()
        const agreed = await confirmInDialog(text, signal)
        signal.throwIfAborted()
        if (!agreed) throw new AppError('additionDeclined')
        if (isProven()) return
        onAsking('signIn')
        await signInAgain((link) => onAsking('signIn', link), signal, 'additionDeclined', 'allowed')
        signal.throwIfAborted()
        provenAt = now()
      }
    }
  }
}

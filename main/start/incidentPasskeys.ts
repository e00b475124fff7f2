import type { IncidentSubject } from '../../contract/incident'
import type { Passkey } from '../../contract/passkeys'
import { AppError, toFailure } from '../ground/errors'
import type { Log } from '../log/log'
import { mayHaveHappened } from '../tenant/outcome'
import type { Sent } from '../topics/incident/state'
import type { Asking } from '../topics/incident/view'
import type { Passkeys } from '../topics/passkeys/handlers'

interface PasskeyParts {
  passkeys: Pick<Passkeys, 'removeConfirmed'>
  /** Hears of the question to the person, and of its end. */
  asks: (asking: Asking | undefined) => void
  log: Log
}

export const passkeySubject = ({ credentialId, name, createdAt }: Passkey): IncidentSubject => ({
  id: credentialId,
  passkey: true,
  ...(name !== undefined && { name }),
  ...(createdAt !== undefined && { addedAt: createdAt })
})

/** Removes one passkey in the way that Sign-in methods does it, and resolves to how that ended. Never rejects. */
export async function removePasskey(
  { passkeys, asks, log }: PasskeyParts,
  credentialId: string,
  signal: AbortSignal
): Promise<Sent> {
  const onAsked = (by: Asking['by'], link?: string): void => asks({ by, ...(link !== undefined && { link }) })
  try {
    return { how: (await passkeys.removeConfirmed(credentialId, onAsked, signal)) ? 'answered' : 'declined' }
  } catch (error) {
    const code = error instanceof AppError && error.code
    if (signal.aborted || code === 'confirmationDeclined') return { how: 'declined' }
    if (code === 'alreadyRemoved') return { how: 'absent' }
    log('passkey-not-removed', {}, error)
    return { how: mayHaveHappened(error) ? 'doubtful' : 'refused', failure: toFailure(error) }
  } finally {
    asks(undefined)
  }
}

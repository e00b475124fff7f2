import type { IncidentSubject } from '../../contract/incident'
import type { Passkey } from '../../contract/passkeys'
import { AppError, toFailure } from '../ground/errors'
import type { Log } from '../log/log'
import type { Client } from '../tenant/client'
import { listWebauthnCredentialsForSure } from '../tenant/operations'
import { mayHaveHappened } from '../tenant/outcome'
import type { ReadList } from '../topics/incident/effects'
import type { Sent } from '../topics/incident/state'
import type { Asking } from '../topics/incident/view'
import type { Passkeys } from '../topics/passkeys/handlers'

interface PasskeyParts {
  client: Client
  passkeys: Pick<Passkeys, 'list' | 'removeConfirmed'>
  /** Hears of the question to the person, and of its end. */
  asks: (asking: Asking | undefined) => void
  log: Log
}

const subjectOf = ({ credentialId, name, createdAt }: Passkey): IncidentSubject => ({
  id: credentialId,
  passkey: true,
  ...(name !== undefined && { name }),
  ...(createdAt !== undefined && { addedAt: createdAt })
})

/**
 * Resolves to the passkeys. An answer without a list does not prove that one is gone: where the tenant gives no list, the one
 * that may have been removed stays in it. Without such a one, passkeys that cannot be read leave the step in part undone.
 *
 * @throws AppError of the client
 */
export async function passkeySubjects(
  { client, passkeys }: Pick<PasskeyParts, 'client' | 'passkeys'>,
  sent: IncidentSubject | undefined
): Promise<ReadList> {
  try {
    const listed = ((await passkeys.list()) ?? []).map(subjectOf)
    if (!sent?.passkey || listed.length > 0) return { subjects: listed }
    const given = await client.call(listWebauthnCredentialsForSure).catch(() => undefined)
    return { subjects: given ? given.map(subjectOf) : [{ ...sent, untold: true }] }
  } catch (error) {
    if (sent?.passkey) throw error
    return { subjects: [], omitted: ['passkeys'], failure: toFailure(error) }
  }
}

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
    if (code === 'confirmationDeclined') return { how: 'declined' }
    if (code === 'alreadyRemoved') return { how: 'absent' }
    log('passkey-not-removed', {}, error)
    return { how: mayHaveHappened(error) ? 'doubtful' : 'refused', failure: toFailure(error) }
  } finally {
    asks(undefined)
  }
}

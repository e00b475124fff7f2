import type { IncidentSubject } from '../../contract/incident'
import type { RemovalState } from '../../contract/removal'
import { AppError, toFailure } from '../ground/errors'
import type { Tenant } from '../ground/tenant'
import type { Client } from '../tenant/client'
import { maskEmail, maskPhone } from '../tenant/mask'
import { getPasswordTime, getSecurityInfo, listEnrolledFactors, listEnrolledFactorsForSure } from '../tenant/operations'
import type { FactorMemory } from '../topics/factors/factorMemory'
import type { Steps } from '../topics/incident/effects'
import type { Sent } from '../topics/incident/state'
import type { Passkeys } from '../topics/passkeys/handlers'
import { createRemoval } from '../topics/removal/removal'
import { passkeySubjects, removePasskey } from './incidentPasskeys'
import { type SessionsParts, sessionsStepOf } from './incidentSessions'

interface StepsParts extends SessionsParts {
  client: Client
  tenant: Tenant
  memory: Pick<FactorMemory, 'follow'>
  passkeys: Pick<Passkeys, 'list' | 'removeConfirmed'>
  openInBrowser: (link: string) => Promise<boolean>
}

/** Returns the steps of an incident, made of what other topics do: a factor goes by a removal, with its confirmation. */
export function incidentStepsOf(parts: StepsParts): Steps {
  const { client, tenant, memory, openInBrowser } = parts
  return {
    passwordSetAt: async () => (await client.call(getPasswordTime)).passwordLastSetAt,
    openPage: () => openInBrowser(tenant.host),
    factors: {
      async list(sent) {
        const compareWithKnown = memory.follow()
        const bound = await boundFactors(client)
        const factsOf = await compareWithKnown(bound)
        const subjects = bound.map(({ factorId, factorType, profile }): IncidentSubject => {
          const { label, addedAt } = factsOf(factorId)
          const target = profile?.email
            ? maskEmail(profile.email)
            : profile?.phoneNumber && maskPhone(profile.phoneNumber, profile.phoneCountryCode)
          return {
            id: factorId,
            factorType,
            ...(target && { target }),
            ...(label !== undefined && { name: label }),
            ...(addedAt !== undefined && { addedAt })
          }
        })
        const { subjects: others, ...unread } = await passkeySubjects(parts, sent)
        return { subjects: [...subjects, ...others], ...unread }
      },
      takeAway: ({ subject, accountName }, signal) =>
        subject.passkey
          ? removePasskey(parts, subject.id, signal)
          : removeFactor(parts, subject.id, accountName, signal)
    },
    sessions: sessionsStepOf(parts)
  }
}

/**
 * Resolves to the bound factors. `null` in place of the list proves nothing by itself. Where the tenant says elsewhere too
 * that no factor is bound, it is an empty list, without which the removal of the last one could never be read back.
 */
async function boundFactors(client: Client) {
  const bound = await client.call(listEnrolledFactors)
  if (bound.length > 0) return bound
  const { mfaEnrolled } = await client.call(getSecurityInfo)
  return mfaEnrolled === false ? bound : client.call(listEnrolledFactorsForSure)
}

/** Removes one factor in the way that Sign-in methods does it, and resolves to how that ended. Never rejects. */
function removeFactor(
  { client, tenant, confirmation, asks, log }: StepsParts,
  factorId: string,
  accountName: string | undefined,
  signal: AbortSignal
): Promise<Sent> {
  return new Promise((resolve) => {
    const sentBy = followRemoval()
    const removal = createRemoval({
      client,
      tenant,
      confirmation,
      passkeys: () => Promise.resolve(undefined),
      log,
      onChanged(view) {
        asks(
          view.phase === 'confirming' ? { by: view.by, ...(view.link !== undefined && { link: view.link }) } : undefined
        )
        const sent = sentBy(view)
        if (sent) resolve(sent)
      }
    })
    const leave = (): void => {
      // A request that is under way cannot be left, and its answer says what came of it.
      if (removal.view().phase === 'confirming') removal.leave()
    }
    signal.addEventListener('abort', leave, { once: true })
    removal.start(factorId, accountName).then(
      () => {
        if (signal.aborted) leave()
      },
      (error: unknown) => {
        const isAbsent = error instanceof AppError && error.code === 'alreadyRemoved'
        resolve(isAbsent ? { how: 'absent' } : { how: 'refused', failure: toFailure(error) })
      }
    )
  })
}

/** Returns a function that takes each view of one removal, and returns how the removal ended once it has. */
function followRemoval(): (view: RemovalState) => Sent | undefined {
  let wasAsked = false
  let wasDoubtful = false
  return (view) => {
    switch (view.phase) {
      case 'confirming':
        wasAsked = true
        return undefined
      case 'none':
        return wasAsked ? { how: 'declined' } : undefined
      case 'unknown':
        wasDoubtful = true
        return view.failure && { how: 'doubtful', failure: view.failure }
      case 'removed':
        return wasDoubtful
          ? { how: 'doubtful', failure: toFailure(new AppError('unexpectedAnswer')) }
          : { how: 'answered' }
      case 'failed':
        return view.failure.code === 'confirmationDeclined'
          ? { how: 'declined' }
          : { how: 'refused', failure: view.failure }
      case 'codeNeeded':
        return { how: 'refused', failure: toFailure(new AppError('rejected')) }
      case 'removing':
        return undefined
    }
  }
}

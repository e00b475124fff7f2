import { z } from 'zod'
import type { Loss, Outlook } from '../../../contract/whatIf'
import type { Topic } from '../../bridge/topic'
import type { DrillRecordKept } from '../../facts/drillRecord'
import { type AccountSources, type KnownAccount, readAccount } from '../../facts/knownAccount'
import type { MemoryPart } from '../../facts/memory'
import { bestAddition, lostWith, verdictOf, waysIn } from '../../facts/waysIn'
import { offeredOf, type Places, proofsOf } from './proofs'

/** The places that a person named. Those of things that are gone are few and small, so they stay. */
export const placesKept: z.ZodType<Places> = z.record(z.string(), z.enum(['phone', 'laptop', 'elsewhere', 'unknown']))

interface WhatIfParts extends AccountSources {
  places: MemoryPart<Places>
  record: Pick<MemoryPart<DrillRecordKept>, 'read'>
  now?: () => number
}

/** Returns the topic that works out how a person would still get in. It sends and changes nothing at the tenant. */
export function whatIfTopic({ places, record, now = Date.now, ...sources }: WhatIfParts): Topic<'whatIf'> {
  let session = new AbortController()
  let known: { account: KnownAccount; readAt: number } | undefined

  async function read(): Promise<{ account: KnownAccount; readAt: number }> {
    const { signal } = session
    const account = await readAccount(sources, signal)
    const fresh = { account, readAt: now() }
    if (!signal.aborted) known = fresh
    return fresh
  }

  async function consider(lost: readonly Loss[]): Promise<Outlook> {
    const [{ account, readAt }, said, drilled] = await Promise.all([known ?? read(), places.read(), record.read()])
    const proofs = proofsOf(account, said, drilled)
    const ways = waysIn(proofs, lost)
    const addition = bestAddition(proofs, lost, offeredOf(account))
    return {
      readAt,
      proofs: proofs.map((proof) => ({ ...proof, lostWith: lostWith(proof, lost) })),
      ways,
      verdict: verdictOf(ways),
      ...(addition && { addition })
    }
  }

  return {
    handlers: {
      'whatIf:read': async () => {
        await read()
      },
      'whatIf:consider': ({ lost }) => consider(lost),
      'whatIf:say': async ({ id, place }) => {
        await places.change((said) => ({ ...said, [id]: place }))
      }
    },
    reset() {
      session.abort()
      session = new AbortController()
      known = undefined
    }
  }
}

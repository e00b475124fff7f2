import type { EnrolledFactor } from '../../../contract/factors'
import type { Topic } from '../../bridge/topic'
import type { FactorMemory } from './factorMemory'
import type { Client } from '../../tenant/client'
import { maskEmail, maskPhone } from '../../tenant/mask'
import { listEnrolledFactors, listFactorsToEnroll } from '../../tenant/operations'
import type { SnapshotStore } from '../snapshot/snapshotStore'

export interface Factors extends Topic<'factors'> {
  /** Requests both lists, so that they are on their way when the page of a new session asks for them. */
  askAhead(): void
}

export function createFactors(
  client: Client,
  memory: Pick<FactorMemory, 'follow' | 'label' | 'settled'>,
  snapshot: Pick<SnapshotStore, 'keep'>
): Factors {
  let loading = new AbortController()
  const toEnroll = askedAhead(async () => {
    const factors = await client.call(listFactorsToEnroll, loading.signal)
    snapshot.keep('toEnroll', factors)
    return factors
  })
  const enrolled = askedAhead(async () => {
    const compareWithKnown = memory.follow()
    const factors = await client.call(listEnrolledFactors, loading.signal)
    const factsOf = await compareWithKnown(factors)
    const listed = factors.map(({ factorId, factorType, profile }): EnrolledFactor => {
      const target = profile?.email
        ? maskEmail(profile.email)
        : profile?.phoneNumber && maskPhone(profile.phoneNumber, profile.phoneCountryCode)
      return { factorId, factorType, ...(target && { target }), ...factsOf(factorId) }
    })
    snapshot.keep('enrolled', listed)
    return listed
  })
  const lists = [toEnroll, enrolled]

  return {
    handlers: {
      'factors:listToEnroll': toEnroll.take,
      'factors:listEnrolled': enrolled.take,
      'factors:label': ({ factorId, label }) => memory.label(factorId, label),
      'factors:stopLoading': () => {
        loading.abort()
        loading = new AbortController()
        for (const list of lists) list.forget()
      }
    },
    askAhead() {
      for (const list of lists) list.askAhead()
    },
    settled: () => memory.settled()
  }
}

/** The time during which an answer that was asked for ahead may stand for a fresh one, in ms. */
const aheadMs = 3_000

function askedAhead<T>(ask: () => Promise<T>) {
  let ahead: { answer: Promise<T>; until: number } | undefined
  return {
    askAhead() {
      ahead = { answer: ask(), until: Date.now() + aheadMs }
      // The caller that takes the answer hears of its failure.
      ahead.answer.catch(() => undefined)
    },
    forget() {
      ahead = undefined
    },
    take: (): Promise<T> => {
      const taken = ahead
      ahead = undefined
      return taken && Date.now() < taken.until ? taken.answer : ask()
    }
  }
}

import type { EnrolledFactor } from '../../contract/factors'
import type { Handlers } from '../bridge/serve'
import type { FactorMemory } from '../factors/factorMemory'
import type { Client } from '../genauth/client'
import { maskEmail, maskPhone } from '../genauth/mask'
import { listEnrolledFactors, listFactorsToEnroll } from '../genauth/operations'
import type { SnapshotStore } from '../snapshot/snapshotStore'

export interface Factors {
  handlers: Pick<Handlers, Extract<keyof Handlers, `factors:${string}`>>
  /** Asks for both lists, so that they are on their way when the page of a session that just began asks for them. */
  askAhead(): void
}

export function createFactors(
  client: Client,
  memory: Pick<FactorMemory, 'follow' | 'label'>,
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
    }
  }
}

/** How long an answer that was asked for ahead may stand for a fresh one, in ms. */
const aheadMs = 3_000

function askedAhead<T>(ask: () => Promise<T>) {
  let ahead: { answer: Promise<T>; until: number } | undefined
  return {
    askAhead() {
      ahead = { answer: ask(), until: Date.now() + aheadMs }
      // Whoever takes the answer hears of its failure.
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

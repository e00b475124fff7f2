import type { Alert } from '../../contract/alerts'
import type { FactSource } from '../../contract/origin'
import type { Decision, Overview } from '../../contract/overview'
import type { Facts, FactName } from './accountFacts'
import type { Plain } from './rules'
import { standingOf } from './standing'

export const now = Date.UTC(2026, 10, 29)
export const day = 24 * 3_600_000
export const everything = ['OTP', 'SMS', 'EMAIL', 'FACE']

const sourceOf: Record<FactName, FactSource> = {
  active: 'active',
  offered: 'offered',
  passkeys: 'passkeys',
  score: 'security',
  passwordSet: 'security',
  passwordLevel: 'security',
  emailBound: 'security',
  phoneBound: 'security',
  emailVerified: 'profile'
}

export type Values = Omit<Plain, 'unread' | 'alerts'>

export function factsOf(values: Values): Facts {
  const entries = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, { value, source: sourceOf[name as FactName], field: name, readAt: now - 1_000 }])
  return Object.fromEntries(entries) as Facts
}

export function judge(
  values: Values,
  decisions: Decision[] = [],
  unread: FactSource[] = [],
  at = now,
  alerts: Alert[] = []
): Overview {
  const failed = unread.map((source) => ({ source, known: false, failure: { code: 'timedOut', at: now } as const }))
  return standingOf({ facts: factsOf(values), unread: failed, decisions, alerts, waiting: false, now: at })
}

export const safe: Values = {
  active: ['OTP', 'EMAIL'],
  offered: ['FACE', 'SMS'],
  passkeys: 1,
  score: { kind: 'number', value: 94 },
  passwordSet: true,
  passwordLevel: 2,
  emailBound: true,
  phoneBound: true,
  emailVerified: true
}

/** Every combination of what the tenant may tell, and of what may be missing. */
export function* combinations(): Generator<Plain> {
  const subsets = (types: readonly string[]): string[][] =>
    types.reduce<string[][]>((all, type) => [...all, ...all.map((some) => [...some, type])], [[]])
  const flags = [undefined, true, false]
  const sets = [undefined, ['VOICE'], ...subsets(everything)]
  for (const active of sets)
    for (const offered of [undefined, ...subsets(everything)])
      for (const passkeys of [undefined, null, 0, 2])
        for (const passwordLevel of [undefined, 1, 2])
          for (const passwordSet of [undefined, false])
            for (const emailBound of flags)
              for (const [emailVerified, phoneBound] of [
                [true, true],
                [false, false],
                [undefined, false],
                [false, undefined]
              ])
                yield {
                  active,
                  offered,
                  passkeys,
                  passwordLevel,
                  passwordSet,
                  emailBound,
                  emailVerified,
                  phoneBound,
                  score: { kind: 'number', value: 50 },
                  unread: active ? [] : ['active']
                }
}

import type { z } from 'zod'
import { longestKey } from '../../contract/fields'
import { type Mistake, mistakeCode } from '../../contract/machineFile'
import { plainText } from '../ground/text'
import { closestKey } from './closestKey'
import type { Place } from './places'
import { type Policy, policy, policyKeys } from './schema'

/** Finds the place of a key, or `undefined` if the system does not keep the values as text. */
export interface Locator {
  key(name: PropertyKey): Place | undefined
  value(path: readonly PropertyKey[]): Place | undefined
}
const nowhere: Locator = { key: () => undefined, value: () => undefined }

export const shownKey = (key: PropertyKey): string => plainText(String(key), longestKey)

/** Returns `value` as a policy, or every mistake in it. */
export function checkPolicy(
  value: unknown,
  locator = nowhere
): { ok: true; policy: Policy } | { ok: false; mistakes: Mistake[] } {
  const read = policy.safeParse(value)
  if (read.success) return { ok: true, policy: read.data }
  return { ok: false, mistakes: read.error.issues.flatMap((issue) => mistakesOf(issue, value, locator)) }
}

function mistakesOf(issue: z.core.$ZodIssue, value: unknown, locator: Locator): Mistake[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, locator.key(key)))
  const [key] = issue.path
  if (key !== undefined && lacks(value, key)) {
    return [{ code: 'keyMissing', key: shownKey(key), ...locator.value([]) }]
  }
  const code = mistakeCode.parse(issue.message)
  return [{ code, ...(key !== undefined && { key: shownKey(key) }), ...locator.value(issue.path) }]
}

const lacks = (value: unknown, key: PropertyKey): boolean =>
  typeof value === 'object' && value !== null && !Object.hasOwn(value, key)

function unknownKey(key: string, place: Place | undefined): Mistake {
  const suggestion = closestKey(key, policyKeys)
  return { code: 'unknownKey', key: shownKey(key), ...(suggestion !== undefined && { suggestion }), ...place }
}

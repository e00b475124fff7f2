import type { Score } from '../../contract/overview'

/** The score as `getSecurityInfo` keeps it: `false` stands for anything that is neither number nor text. */
type Given = number | string | false | null | undefined

/**
 * Returns the tenant's score as the tenant gave it. No document tells its scale, so a number from 0 to 100 is drawn as one of
 * a hundred, and everything else is told as it is. No number is ever worked out here.
 */
export function scoreOf(given: Given): Score {
  if (given === undefined) return { kind: 'absent' }
  if (given === null) return { kind: 'empty' }
  if (given === false) return { kind: 'odd' }
  if (typeof given === 'string') return { kind: 'text', text: given }
  return given >= 0 && given <= 100 ? { kind: 'number', value: given } : { kind: 'outside', value: given }
}

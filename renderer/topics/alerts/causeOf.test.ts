import { expect, it } from 'vitest'
import type { Alert } from '../../../contract/alerts'
import { causeOf } from './causeOf'

const at = Date.UTC(2025, 4, 14, 12)
const alert = (facts: Partial<Alert>): Alert => ({ id: 'a', rule: 'newPlace', at, state: 'waiting', ...facts })

it.each(['factorAdded', 'factorRemoved', 'emailChanged', 'phoneChanged', 'passwordChanged'] as const)(
  'an alert of %s leads to a change and not to a sign-in',
  (rule) => {
    expect(causeOf(alert({ rule }))).toEqual({ at, success: true, change: rule })
  }
)

it('an alert of refused attempts leads to attempts that did not succeed', () => {
  const burst = { count: 12, since: at - 60_000, until: at, addresses: 1, countries: 1 }
  expect(causeOf(alert({ rule: 'failedBurst', burst }))).toEqual({
    at,
    success: false,
    attempts: 12,
    since: at - 60_000
  })
})

it('a country is told by its code where the tenant gives one, and by its name where it does not', () => {
  expect(causeOf(alert({ signIn: { at, country: 'BR' } }))).toEqual({ at, success: true, countryCode: 'BR' })
  expect(causeOf(alert({ signIn: { at, country: 'Brasil' } }))).toEqual({ at, success: true, country: 'Brasil' })
})

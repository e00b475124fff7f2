import { beforeEach, expect, it } from 'vitest'
import { h } from 'vue'
import type { Failure } from '../../../contract/result'
import { installBridge, refused, show } from '../../bridge/bridge.testing'
import PasscodeFailure from './PasscodeFailure.vue'

const facts = { digits: 6, period: 30, issuer: 'Fernhill Clinic', account: 'ada@fernhill.example' } as const

beforeEach(() => {
  installBridge()
})

const said = (failure: Failure): string =>
  show({ render: () => h(PasscodeFailure, { failure, facts, triesAgainAt: undefined }) })
    .get('[role=alert]')
    .text()

it.each([
  ['ahead of', 60_000, 'Its clock is about 1 min 0 s ahead of the other one.'],
  ['far behind', -90_000, 'Its clock is about 1 min 30 s behind the other one.'],
  ['one code behind', -30_000, 'If the code changed while you typed, just type the next one.']
])('says by how much the clock of a code is %s the other', (_where, aheadMs, words) => {
  expect(said({ ...refused('passcodeOfAnotherTime').error, aheadMs })).toContain(words)
})

it('mentions a code that changed meanwhile only if it is the one right before', () => {
  expect(said({ ...refused('passcodeOfAnotherTime').error, aheadMs: -60_000 })).not.toContain('just type the next one')
})

it('says that a right code was refused, with the request to name to the organisation', () => {
  const text = said(refused('rightPasscodeRefused', { requestId: 'a1b2' }).error)
  expect(text).toContain('a1b2')
  expect(text).not.toContain('clock is about')
})

it.each([
  [300_000, 'This computer’s clock is 5 min 0 s ahead of the server’s. If the app runs here, turn on automatic time'],
  [-300_000, 'This computer’s clock is 5 min 0 s behind the server’s.']
])('says after a refusal of a right code that the clocks differ, if they do: %i ms', (clockErrorMs, words) => {
  const failure = refused('rightPasscodeRefused').error
  const withClock = (ms: number) =>
    show({ render: () => h(PasscodeFailure, { failure, facts, clockErrorMs: ms, triesAgainAt: undefined }) }).text()
  expect(withClock(clockErrorMs)).toContain(words)
  expect(withClock(2_000)).not.toContain('clock')
})

it('says that a code the server was too busy for goes out again by itself', () => {
  const failure = refused('rateLimited').error
  const triesAgainAt = new Date().setHours(9, 30, 5, 0)
  const view = show({ render: () => h(PasscodeFailure, { failure, facts, triesAgainAt }) })
  expect(view.get('[role=alert]').text()).toMatch(/Holdfast sends it once more by itself at 09:30:05\./)
  expect(said(failure)).not.toContain('by itself')
})

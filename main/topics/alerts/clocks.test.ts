import { expect, it } from 'vitest'
import type { Answers } from './reading'
import { ada, minute, open, pass } from './alerts.testing'
import { plausible } from './plausible'

const now = Date.UTC(2026, 10, 30, 12)

it('a sign-in that has not happened yet by the tenant’s clock is left for later, and hides none that has', () => {
  const [past, next, future] = [now - minute, now + minute, now + 400 * 24 * 60 * minute].map((at) => ({
    at,
    success: true
  }))
  const answers: Answers = { state: {}, askedAt: now, signIns: [past, next, future].flatMap((one) => one ?? []) }
  expect(plausible(answers, now).signIns).toEqual([past, next])
})

it('a device whose last sign-in has not happened yet asks once, not again after each answer', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.tenant.devices.push({ key: 'strange', own: false, lastLoginAt: Date.now() + 24 * 60 * minute })
  const { waiting } = await desk.look()
  await desk.answer(waiting[0]?.id ?? '', 'notMe')
  expect((await desk.look()).waiting).toEqual([])
})

it('a clock that is an hour ahead swallows no sign-in after an answer, and none after an end', async () => {
  const desk = await open(ada)
  const ahead = 60 * minute
  desk.tenant.clockError = ahead
  const tenantNow = (): number => Date.now() - ahead
  const mine = { key: 'mine', own: false }
  const lost = { key: 'lost', own: false, lastLoginAt: tenantNow() - minute }
  desk.tenant.devices = [mine, lost]
  await desk.look()
  desk.tenant.devices = [mine, lost, { key: 'strange', own: false, lastLoginAt: tenantNow() }]
  const { waiting } = await desk.look()
  await desk.answer(waiting[0]?.id ?? '', 'notMe')
  desk.alerts.acts.done({ about: 'device', key: 'lost', at: Date.now() })
  await desk.alerts.settled?.()
  pass(2 * minute)
  const again = { own: false, lastLoginAt: tenantNow() }
  desk.tenant.devices = [mine, { key: 'lost', ...again }, { key: 'strange', ...again }]
  expect((await desk.look()).waiting.map(({ rule }) => rule)).toEqual(['newDevice', 'newDevice'])
})

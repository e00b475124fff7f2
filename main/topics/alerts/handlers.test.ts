import { expect, it } from 'vitest'
import { keyOf, tellingActs } from '../../facts/ownActs'
import { revokeDeviceSession } from '../../tenant/devices'
import { listEnrolledFactors } from '../../tenant/operations'
import { reset as removeFactor } from '../removal/requests'
import { ada, ben, minute, open, pass, theo } from './alerts.testing'

it('the first look learns in silence, and says once what it has learnt', async () => {
  const { look, alerts, notices } = await open(theo)
  const first = await look()
  expect(first.learnt).toMatchObject({
    days: 90,
    shown: false,
    countries: ['ES'],
    systems: expect.arrayContaining(['iOS', 'macOS']) as string[]
  })
  expect(first.learnt?.signIns).toBeGreaterThan(10)
  expect([first.waiting, first.earlier, notices]).toEqual([[], [], []])
  const closed = await alerts.handlers['alerts:closeLearnt'](undefined)
  expect(closed.learnt?.shown).toBe(true)
})

it('guesses that arrive are one alert and one notice, which nobody has to answer', async () => {
  const desk = await open(theo)
  await desk.look()
  pass(10 * minute)
  const { waiting, earlier } = await desk.look()
  expect(waiting).toEqual([])
  expect(earlier).toMatchObject([{ rule: 'failedBurst', state: 'goingOn', burst: { countries: 1, addresses: 3 } }])
  pass(10 * minute)
  const grown = await desk.look()
  expect(grown.earlier).toHaveLength(1)
  expect(grown.earlier[0]?.burst?.count).toBeGreaterThan(earlier[0]?.burst?.count ?? 0)
  expect(desk.notices).toEqual([
    {
      title: 'Somebody is trying to sign in as you',
      body: 'Many attempts were refused. Nobody got in by them so far.'
    }
  ])
})

it('a sign-in from a new country, system and browser waits for an answer, with the guesses before it', async () => {
  const desk = await open(theo)
  await desk.look()
  pass(10 * minute)
  desk.sandbox.intrude(theo)
  const { waiting } = await desk.look()
  expect(waiting).toMatchObject([
    {
      rule: 'newPlace',
      signIn: { country: 'BR', system: 'Windows', browser: 'Edge' },
      usual: { countries: ['ES'] },
      before: { addresses: 3 }
    }
  ])
  expect(desk.waiting.at(-1)).toBe(1)
  expect(desk.notices).toHaveLength(1)
  expect(JSON.stringify(desk.notices)).not.toMatch(/Brazil|BR|127\.0|São/)

  const answered = await desk.answer(waiting[0]?.id ?? '', 'me')
  expect([answered.waiting, answered.earlier.map(({ state }) => state)]).toEqual([[], ['me', 'goingOn']])
  desk.sandbox.intrude(theo)
  expect((await desk.again().look()).waiting).toEqual([])
})

it('an answer that it was somebody else teaches nothing, so the next sign-in of the same kind alerts again', async () => {
  const desk = await open(theo)
  await desk.look()
  pass(minute)
  desk.sandbox.intrude(theo)
  const { waiting } = await desk.look()
  await desk.answer(waiting[0]?.id ?? '', 'notMe')
  pass(minute)
  desk.sandbox.intrude(theo)
  expect((await desk.look()).waiting).toHaveLength(1)
})

it('a device that the tenant had not listed before waits for an answer, and is over when its session is ended here', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.tenant.devices.push({ key: 'strange', system: 'Windows', browser: 'Chrome', own: false })
  const { waiting } = await desk.look()
  expect(waiting).toMatchObject([{ rule: 'newDevice', device: { system: 'Windows', browser: 'Chrome' } }])
  expect(JSON.stringify(waiting)).not.toContain('strange')
  desk.alerts.acts.done({ about: 'device', key: 'strange', at: Date.now() })
  await desk.alerts.settled?.()
  expect((await desk.look()).earlier).toMatchObject([{ rule: 'newDevice', state: 'undone' }])
})

it('a device keeps its question if no answer tells whether its session was ended here', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.tenant.devices.push({ key: keyOf('strange'), own: false })
  desk.sandbox.faults.set(revokeDeviceSession.path, { kind: 'lostAnswer' })
  const client = tellingActs(desk.client, () => desk.alerts.acts)
  expect((await desk.look()).waiting).toMatchObject([{ rule: 'newDevice' }])
  await expect(client.send(revokeDeviceSession, { deviceId: 'strange' })).rejects.toThrow()
  await desk.alerts.settled?.()
  expect((await desk.look()).waiting).toMatchObject([{ rule: 'newDevice', state: 'waiting' }])
})

it('a number that was changed elsewhere waits for an answer, with before and after, and what this app did does not', async () => {
  const desk = await open(ben)
  await desk.look()
  desk.sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  const { waiting } = await desk.look()
  expect(waiting).toMatchObject([{ rule: 'phoneChanged' }])
  expect(waiting[0]?.was).not.toBe(waiting[0]?.is)
  expect(`${waiting[0]?.was} ${waiting[0]?.is}`).not.toMatch(/7700900142|2025550199/)

  const client = tellingActs(desk.client, () => desk.alerts.acts)
  const [factor] = await desk.client.call(listEnrolledFactors)
  await removeFactor(client, factor?.factorId ?? '')
  await desk.look()
  expect(await desk.changes()).toMatchObject([{ kind: 'factorRemoved', own: true }, { kind: 'phoneChanged' }])
  expect((await desk.look()).waiting).toHaveLength(1)
})

it('factors that came and went elsewhere are one notice', async () => {
  const desk = await open(ada)
  desk.alerts.factorChanged({ kind: 'added', factorType: 'OTP' })
  desk.alerts.factorChanged({ kind: 'removed', factorType: 'SMS' })
  await desk.alerts.settled?.()
  expect(desk.notices).toMatchObject([{ title: '2 things in your account need a look' }])
  const list = await desk.alerts.handlers['alerts:read'](undefined)
  expect(list.waiting.map(({ rule, factorType }) => `${rule} ${factorType}`)).toEqual([
    'factorAdded OTP',
    'factorRemoved SMS'
  ])
})

it('nothing is told of a look whose session ends meanwhile', async () => {
  const desk = await open(theo)
  const looking = desk.look()
  desk.alerts.reset?.()
  await expect(looking).rejects.toThrow()
  expect((await desk.alerts.handlers['alerts:read'](undefined)).learnt).toBeUndefined()
})

import { expect, it } from 'vitest'
import { ada, ben, minute, open, pass, theo } from './alerts.testing'

it('everything that one look finds is one notice, methods among them', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.tenant.devices.push({ key: 'strange', own: false })
  const looking = desk.look()
  desk.alerts.factorChanged({ kind: 'added', factorType: 'OTP' })
  expect((await looking).waiting.map(({ rule }) => rule).toSorted()).toEqual(['factorAdded', 'newDevice'])
  await desk.alerts.settled?.()
  expect(desk.notices).toMatchObject([{ title: '2 things in your account need a look' }])
})

it('a device whose session was ended here and that signs in again waits for an answer', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'lost', browser: 'Chrome', own: false, lastLoginAt: Date.now() - minute }]
  await desk.look()
  desk.alerts.acts.began({ about: 'device', key: 'lost', at: Date.now() })
  desk.alerts.acts.done({ about: 'device', key: 'lost', at: Date.now() })
  expect((await desk.look()).waiting).toEqual([])
  pass(10 * minute)
  desk.tenant.devices = [{ key: 'lost', browser: 'Chrome', own: false, lastLoginAt: Date.now() }]
  expect((await desk.look()).waiting).toMatchObject([{ rule: 'newDevice', device: { browser: 'Chrome' } }])
})

it('this app and the browser it signed in with are no alert, and stand as its own among the changes', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.tenant.devices.push(
    { key: 'app', name: 'Holdfast on Linux', own: true },
    { key: 'browser', browser: 'Firefox', system: 'Linux', own: false, lastLoginAt: desk.session.signedInAt() }
  )
  expect((await desk.look()).waiting).toEqual([])
  expect(await desk.changes()).toMatchObject([
    { kind: 'deviceAdded', device: { name: 'Holdfast on Linux' }, own: true },
    { kind: 'deviceAdded', device: { browser: 'Firefox' }, own: true }
  ])
})

it('a list of devices that was cut off takes none for gone', async () => {
  const desk = await open(ada)
  desk.tenant.devices = [
    { key: 'one', own: false },
    { key: 'two', own: false }
  ]
  await desk.look()
  desk.tenant.devices.pop()
  desk.tenant.complete = false
  await desk.look()
  expect(await desk.changes()).toEqual([])
  desk.tenant.complete = true
  await desk.look()
  expect(await desk.changes()).toMatchObject([{ kind: 'deviceGone' }])
})

it('a change tells what the person said to its alert, and no key of a device', async () => {
  const desk = await open(ben)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  desk.sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  desk.tenant.devices.push({ key: 'strange', browser: 'Chrome', own: false })
  const { waiting } = await desk.look()
  for (const { id, rule } of waiting) await desk.answer(id, rule === 'newDevice' ? 'notMe' : 'me')
  const changes = await desk.changes()
  expect(changes.map(({ kind, answer }) => [kind, answer])).toEqual([
    ['phoneChanged', 'me'],
    ['deviceAdded', 'notMe']
  ])
  expect(JSON.stringify(changes)).not.toContain('strange')
})

it('a change tells the field, the time and the request in which it was found', async () => {
  const desk = await open(ben)
  desk.tenant.devices = [{ key: 'mine', own: false, requestId: 'first' }]
  await desk.look()
  pass(minute)
  let requestId: unknown
  desk.sandbox.faults.set('/api/v3/get-profile', {
    kind: 'rewrite',
    change(answer) {
      requestId = answer['requestId']
      return answer
    }
  })
  desk.sandbox.changeElsewhere(ben, { phone: { phoneNumber: '2025550199', phoneCountryCode: '+1' } })
  desk.tenant.devices.push({ key: 'strange', own: false, requestId: 'second' }, { key: 'x', own: true })
  await desk.look()
  const changes = await desk.changes()
  expect(changes.map(({ from }) => from)).toEqual([
    [{ source: 'profile', field: 'phone', values: [], readAt: Date.now(), requestId }],
    [{ source: 'devices', field: 'deviceId', values: [], readAt: Date.now(), requestId: 'second' }],
    [{ source: 'devices', field: 'deviceId', values: [], readAt: Date.now() }]
  ])
  expect(requestId).toEqual(expect.any(String))
})

it('a change in an answer of before tells when that came', async () => {
  const desk = await open(ben)
  await desk.look()
  pass(16 * minute)
  const readAt = Date.now() - minute
  desk.tenant.young = { active: { data: [], readAt, requestId: 'theirs' } }
  await desk.lookByItself()
  const changes = await desk.changes()
  expect(changes.map(({ from }) => from[0]?.requestId)).toEqual(['theirs', 'theirs'])
  expect(changes.map(({ from }) => from[0]?.readAt)).toEqual([readAt, readAt])
})

it('what happened while nobody was looking says so, in the list and in the notice', async () => {
  const desk = await open(theo)
  await desk.look()
  pass(60 * minute)
  desk.sandbox.intrude(theo)
  pass(minute)
  const { waiting } = await desk.again().look()
  expect(waiting).toMatchObject([{ rule: 'newPlace', away: true }])
  expect(desk.notices.at(-1)?.body).toContain('While Holdfast was locked or closed')
})

it('a visit after half an hour sees the changes since the one before, even before its first look', async () => {
  const desk = await open(ben)
  await desk.look()
  pass(10 * minute)
  const left = Date.now()
  await desk.look()
  pass(24 * 60 * minute)
  expect(await desk.again().sinceVisit()).toMatchObject({ since: left })
})

it('answers of others that are young are not asked for again', async () => {
  const desk = await open(ben)
  await desk.look()
  pass(16 * minute)
  const security = { data: { passwordSet: true }, readAt: Date.now() - 2 * minute }
  const profile = { data: {}, readAt: Date.now() }
  desk.tenant.young = { active: { data: [], readAt: Date.now() }, security, profile }
  desk.sandbox.requests.clear()
  await desk.lookByItself()
  const paths = desk.sandbox.requests.map(({ path }) => path)
  expect(paths.length).toBeGreaterThan(0)
  expect(paths.filter((path) => !path.includes('login-history'))).toEqual([])
})

it('one look stays below the number of requests that are promised', async () => {
  const desk = await open(theo)
  desk.sandbox.requests.clear()
  await desk.look()
  pass(60 * minute)
  await desk.look()
  expect(desk.sandbox.requests.length).toBeLessThanOrEqual(2 * (3 + 14))
})

it('two processes that change the same book lose nothing of each other', async () => {
  const desk = await open(ben)
  desk.tenant.devices = [{ key: 'mine', own: false }]
  await desk.look()
  const other = desk.again()
  await Promise.all([
    ...['OTP', 'SMS'].map((factorType) => {
      desk.alerts.factorChanged({ kind: 'added', factorType })
      return desk.alerts.settled?.()
    }),
    ...['FACE', 'EMAIL'].map((factorType) => {
      other.alerts.factorChanged({ kind: 'added', factorType })
      return other.alerts.settled?.()
    }),
    other.look(),
    desk.look()
  ])
  const { waiting } = await other.alerts.handlers['alerts:read'](undefined)
  expect(waiting.map(({ factorType }) => factorType).toSorted()).toEqual(['EMAIL', 'FACE', 'OTP', 'SMS'])
})

it('an address or a number of any length leaves the ledger readable, and is no alert at each look', async () => {
  const desk = await open(ben)
  const email = `a@${'b'.repeat(300)}.example`
  const young = (at: number) => ({
    active: { data: [{ factorId: 'f', factorType: 'EMAIL', profile: { email } }], readAt: at },
    profile: {
      data: { email: email.slice(0, 120), phone: '4155550123', phoneCountryCode: '+'.repeat(120) },
      readAt: at
    }
  })
  desk.tenant.young = young(Date.now())
  await desk.lookByItself()
  pass(16 * minute)
  desk.tenant.young = { ...young(Date.now()), active: { data: [], readAt: Date.now() } }
  await desk.lookByItself()
  expect(await desk.changes()).toMatchObject([{ kind: 'factorRemoved' }])
  expect(desk.notices).toMatchObject([{ title: 'A sign-in method was removed: Email' }])
})

import { describe, expect, it } from 'vitest'
import { preCheckCode } from '../../tenant/operations'
import { answerApp, codeTo, type Desk, drillDesk, lin, linAddress, run } from './drill.testing'

const [ben, noor] = [1, 3]
const linOtp = '66f1d0425a3e7c18b2d4f621'
const [verify, send, check] = ['/api/v3/mfa-totp-verify', '/api/v3/send-email', '/api/v3/pre-check-code']

const results = (desk: Desk): string[] =>
  desk.standings().map((standing) => ('why' in standing ? `${standing.as} ${standing.why}` : standing.as))

const untested = ['notTested codeNotKnown', 'notTested face', 'notTested passkey']

describe('the fire drill names exactly the factor that is dead', () => {
  it.each([
    ['none', ['works', 'works', 'works']],
    ['OTP', ['fails refused', 'works', 'works']],
    ['EMAIL', ['works', 'fails nothingArrived', 'works']],
    ['SMS', ['works', 'works', 'fails nothingArrived']]
  ] as const)('%s', async (deadFactor, expected) => {
    const desk = await drillDesk(lin, { deadFactor })
    await run(desk)
    expect(results(desk)).toEqual([...expected, ...untested])
    expect(desk.state()).toMatchObject({ phase: 'finished', lists: 'same' })
  })
})

describe('the fire drill', () => {
  it('changes nothing, and a code that it has tested stays valid', async () => {
    const desk = await drillDesk()
    await run(desk)
    const changing = desk.sandbox.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path)
    expect(changing).toEqual([verify, send, check, '/api/v3/send-sms', check])
    const emailCodePayload = {
      email: linAddress,
      passCode: await codeTo(desk, linAddress),
      channel: 'CHANNEL_VERIFY_MFA'
    }
    expect(await desk.client.send(preCheckCode, { codeType: 'EMAIL', emailCodePayload })).toEqual({ isValid: true })
  })

  it('asks nothing of the tenant for a second try within a minute, in another run either', async () => {
    const desk = await drillDesk()
    await run(desk)
    await desk.start()
    desk.sandbox.requests.clear()
    await answerApp(desk)
    await desk.send()
    expect(desk.sandbox.requests).toHaveLength(0)
    expect(desk.turn()).toMatchObject({ by: 'sent', nextAt: desk.clock.now + 60_000 })
  })

  it('does not say that the lists are the same if one has changed, or was not read', async () => {
    const changed = await drillDesk()
    await changed.start()
    changed.sandbox.faults.set('/api/v3/list-factors-to-enroll', { kind: 'data', value: [{ factorType: 'OTP' }] })
    void changed.handlers['drill:stop'](undefined)
    await changed.ended()
    expect(changed.state()).toMatchObject({ lists: 'changed' })
    for (const path of ['/api/v3/list-enrolled-factors', '/api/v3/get-profile']) {
      const desk = await drillDesk()
      await desk.start()
      desk.sandbox.faults.set(path, { kind: 'businessError', statusCode: 403, message: 'no' })
      void desk.handlers['drill:stop'](undefined)
      await desk.ended()
      expect(desk.state()).toMatchObject({ lists: 'notCompared' })
    }
  })

  it('fails with the reason if the factors cannot be read', async () => {
    const desk = await drillDesk()
    desk.sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'businessError', statusCode: 403, message: 'no' })
    await desk.start()
    expect(desk.state()).toMatchObject({ phase: 'failed', failure: { code: 'rejected' } })
  })

  it('tests the contacts of a person without a factor, at a tenant that prints an empty list as null', async () => {
    const desk = await drillDesk(noor)
    desk.sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'data', value: null })
    await desk.start()
    const state = desk.state()
    expect(state.phase === 'running' && state.items.map(({ kind }) => kind)).toContain('email')
  })

  it('masks what codes go to, and tests the contacts of the account that are no factor', async () => {
    const desk = await drillDesk(noor)
    await desk.start()
    const state = desk.state()
    expect(state.phase === 'running' && state.items).toMatchObject([
      { kind: 'factor', factorType: 'SMS', target: '+1 ••••• 0142', standing: { as: 'now', by: 'sent' } },
      { kind: 'email', target: 'n•••d@fernhill.example', standing: { as: 'toDo', by: 'sent' } },
      { kind: 'factor', factorType: 'VOICE', standing: { as: 'notTested', why: 'unknownType' } }
    ])
    expect(JSON.stringify(desk.told)).not.toContain('2025550142')
  })

  it('finds no contact where a tenant hides it, and tests none', async () => {
    const desk = await drillDesk(ben)
    const hidden = [
      { factorId: 'a', factorType: 'SMS', profile: { phoneNumber: '770****142', phoneCountryCode: '+44' } },
      { factorId: 'b', factorType: 'EMAIL', profile: null }
    ]
    desk.sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'data', value: hidden })
    desk.sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: {} })
    await desk.start()
    await desk.ended()
    expect(results(desk)).toEqual(['notTested noContact', 'notTested noContact'])
  })

  it.each([
    ['a test of an app', verify, 404],
    ['a test of an app', verify, 501],
    ['a way to send a code', send, 405]
  ])('says so where the tenant has no such endpoint: %s', async (_what, path, statusCode) => {
    const desk = await drillDesk()
    desk.sandbox.faults.set(path, { kind: 'businessError', statusCode, message: 'Not found' })
    await desk.start()
    await desk.check(desk.sandbox.appCode(linAddress))
    if (path === send) await desk.send()
    expect(results(desk)[path === send ? 1 : 0]).toBe('notTested noEndpoint')
  })

  it('takes a refusal by a business code for one, and any other failure for no answer', async () => {
    const desk = await drillDesk()
    await desk.start()
    desk.sandbox.faults.set(verify, { kind: 'businessError', statusCode: 422, apiCode: 6001, message: 'Wrong' })
    await desk.check('123456')
    expect(desk.turn()).toMatchObject({ refusedAt: desk.clock.now, failure: { code: 'passcodeWrong' } })
    desk.next()
    await desk.send()
    desk.sandbox.faults.set(check, { kind: 'businessError', statusCode: 400, message: 'Odd' })
    await desk.check('123456')
    expect(desk.turn()).toMatchObject({ failure: { code: 'rejected' } })
    expect(desk.turn()?.refusedAt).toBeUndefined()
    desk.next()
    expect(results(desk).slice(0, 2)).toEqual(['fails refused', 'notTested noAnswer'])
  })

  it('lets no code into a failure, an event or the log, even if the server repeats it', async () => {
    const desk = await drillDesk()
    await desk.start()
    const message = 'The code 735519 is wrong'
    desk.sandbox.faults.set(verify, { kind: 'businessError', statusCode: 422, apiCode: 6001, message })
    await desk.check('735519')
    desk.next()
    await desk.send()
    desk.sandbox.faults.set(check, { kind: 'businessError', statusCode: 400, message })
    await desk.check('735519')
    expect(desk.turn()?.failure?.code).toBe('rejected')
    desk.next()
    await desk.send()
    desk.sandbox.faults.set(check, { kind: 'rewrite', change: (answer) => ({ ...answer, requestId: 'id-735519' }) })
    await desk.check('735519')
    expect(JSON.stringify([desk.told, desk.logged, desk.record.value()])).not.toContain('735519')
  })

  it('ends with the session', async () => {
    const desk = await drillDesk()
    await desk.start()
    desk.reset()
    expect(desk.state()).toEqual({ phase: 'none' })
  })
})

describe('the recovery code', () => {
  const madeAt = 1_700_000_000_000
  const known = { [linOtp]: { addedAt: madeAt - 5_000, codeKeptAt: madeAt + 60_000 } }

  it('is compared on this computer, with the one that came with the present app', async () => {
    const desk = await drillDesk(lin, {}, known)
    await desk.codes.keep('e7ad-aaa4-da75-fa37', madeAt)
    await desk.start()
    for (let step = 0; step < 3; step++) desk.next()
    expect(desk.turn()?.by).toBe('compared')
    desk.sandbox.requests.clear()
    await desk.check('e7ad-aaa4-da75-fa38')
    expect(desk.turn()?.refusedAt).toBe(desk.clock.now)
    desk.clock.now += 60_000
    await desk.check(' E7AD AAA4 DA75 FA37 ')
    expect(desk.standings()[3]).toEqual({ as: 'works', at: desk.clock.now, madeAt })
    expect(desk.origins()[3]).toBeUndefined()
    expect(desk.sandbox.requests.filter(({ method }) => method === 'POST')).toEqual([])
    await desk.ended()
  })

  it('is not tested if it came with an app of before, or was never kept', async () => {
    for (const facts of [
      {},
      { addedAt: madeAt },
      { addedAt: madeAt + 1, codeKeptAt: 1 },
      { addedAt: 1, codeKeptAt: 1 }
    ]) {
      const desk = await drillDesk(lin, {}, { [linOtp]: facts })
      await desk.codes.keep('e7ad-aaa4-da75-fa37', madeAt)
      await desk.start()
      expect(results(desk)).toContain('notTested codeNotKnown')
    }
  })
})

describe('what was tested', () => {
  it('is remembered, and a subject that was skipped keeps its earlier result', async () => {
    const desk = await drillDesk(lin, { deadFactor: 'SMS', sendInterval: 0 }, { [linOtp]: { label: 'My phone' } })
    expect(await desk.readRecord()).toMatchObject({
      everyMonths: 3,
      subjects: [{ label: 'My phone' }, {}, {}, {}, {}, {}]
    })
    await run(desk)
    const at = desk.clock.now
    const { subjects, lastRunAt, dueAt = 0 } = await desk.readRecord()
    expect(subjects.map(({ last }) => last)).toEqual([
      { result: 'works', at },
      { result: 'works', at },
      { result: 'fails', at, why: 'nothingArrived' },
      undefined,
      undefined,
      undefined
    ])
    expect(subjects.map(({ from = [] }) => from[0]?.field)).toEqual([
      'mfa-totp-verify verified',
      'pre-check-code isValid',
      'send-sms',
      undefined,
      'factorType',
      'list'
    ])
    expect(lastRunAt).toBe(at)
    expect(dueAt).toBeGreaterThan(at + 85 * 86_400_000)
    desk.clock.now += 120_000
    await desk.start()
    desk.next()
    await desk.send()
    desk.nothingArrived()
    void desk.handlers['drill:stop'](undefined)
    await desk.ended()
    const later = await desk.readRecord()
    expect(later.subjects.slice(0, 3).map(({ last }) => last)).toEqual([
      { result: 'works', at },
      { result: 'fails', at: desk.clock.now, why: 'nothingArrived' },
      { result: 'fails', at, why: 'nothingArrived' }
    ])
    await desk.handlers['drill:setPace']({ everyMonths: 0 })
    expect(await desk.readRecord()).not.toHaveProperty('dueAt')
  })

  it('is no run if nothing was', async () => {
    const desk = await drillDesk()
    await desk.start()
    void desk.handlers['drill:stop'](undefined)
    await desk.ended()
    expect(await desk.readRecord()).not.toHaveProperty('lastRunAt')
  })
})

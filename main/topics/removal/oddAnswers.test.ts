import { describe, expect, it } from 'vitest'
import type { Fault } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { ben, benEmail, benSms, lin, linOtp, removalDesk } from './removal.testing'

const reset = '/api/v3/reset-factor'
const list = '/api/v3/list-enrolled-factors'
const said = { detail: 'no', requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string }

/** Returns a fault that changes only the answer of the server, and not its action. */
const answeredWith = (statusCode: number): Fault => ({
  kind: 'rewrite',
  change: (answer) => ({ ...answer, statusCode, message: 'no' })
})

describe('a removal that was carried out', () => {
  it.each([201, 400, 401, 403, 404, 409, 422, 499, 601, 602, 603])(
    'is told as that where it is answered with %i',
    async (statusCode) => {
      const { removal, sandbox, reached, bound } = await removalDesk()
      sandbox.faults.set(reset, answeredWith(statusCode))
      await removal.start(linOtp)
      await reached('removed')
      expect(await bound()).not.toContain(linOtp)
    }
  )

  it.each([400, 422])('asks for no code where it is answered with %i', async (statusCode) => {
    const { removal, sandbox, reached, bound, states } = await removalDesk(ben)
    sandbox.faults.set(reset, answeredWith(statusCode))
    await removal.start(benEmail)
    await reached('removed')
    expect(await bound()).toEqual([benSms])
    expect(states.map(({ phase }) => phase)).not.toContain('codeNeeded')
  })

  it('stays unknown while the answer has no list', async () => {
    const { removal, sandbox, reached, answerDialogs } = await removalDesk()
    sandbox.faults.set(reset, { kind: 'reset' })
    answerDialogs(() => {
      sandbox.faults.set(list, { kind: 'nullData', times: 1 })
      return Promise.resolve(true)
    })
    await removal.start(linOtp)
    await expect.poll(() => removal.view()).toMatchObject({ phase: 'unknown', pending: false })
    expect(removal.view()).toMatchObject({ failure: { code: 'unexpectedAnswer' } })
    removal.recheck()
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'unreachable' } })
  })

  it('somewhere else is noticed, before and after the question', async () => {
    const { removal, sandbox, reached, client, resets, answerDialogs } = await removalDesk()
    await expect(removal.start('gone')).rejects.toMatchObject({ code: 'alreadyRemoved' })
    answerDialogs(async () => {
      const { resetFactor } = await import('../../tenant/operations')
      await client.send(resetFactor, { factorId: linOtp })
      return true
    })
    await removal.start(linOtp)
    await reached('removed')
    expect(resets()).toBe(2)
    expect(sandbox.requests.filter(({ path }) => path === list).length).toBeGreaterThan(2)
  })
})

describe('a removal that is called done', () => {
  it('is not shown as done if the factor is still listed', async () => {
    const { removal, sandbox, reached, bound, states } = await removalDesk()
    sandbox.faults.set(reset, { kind: 'businessError', statusCode: 200, message: 'ok' })
    await removal.start(linOtp)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'stillListed' } })
    expect(await bound()).toContain(linOtp)
    expect(states.map(({ phase }) => phase)).not.toContain('removed')
  })

  it.each([{ kind: 'nullData' }, { kind: 'notJson' }, { kind: 'status', status: 403 }] satisfies Fault[])(
    'is believed where %j stands in place of the list',
    async (fault) => {
      const { removal, sandbox, reached, answerDialogs } = await removalDesk()
      answerDialogs(() => {
        sandbox.faults.set(list, fault)
        return Promise.resolve(true)
      })
      await removal.start(linOtp)
      await reached('removed')
    }
  )
})

describe('a removal that is refused', () => {
  it.each([
    { statusCode: 401 },
    { statusCode: 403 },
    { statusCode: 403, apiCode: 2333 },
    { statusCode: 404 },
    { statusCode: 422, apiCode: 2005 },
    { statusCode: 499, apiCode: 2333 },
    { statusCode: 603 }
  ])('with %j is told in the server’s words, and no code is asked for', async (answer) => {
    const { removal, sandbox, reached } = await removalDesk(ben)
    sandbox.faults.set(reset, { kind: 'businessError', message: 'no', ...answer })
    await removal.start(benSms)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'rejected', ...said } })
  })

  it.each([{ statusCode: 422 }, { statusCode: 400 }, { statusCode: 499, apiCode: 2080 }])(
    'with %j may want a code',
    async (answer) => {
      const { removal, sandbox, reached } = await removalDesk(ben)
      sandbox.faults.set(reset, { kind: 'businessError', message: 'no', ...answer })
      await removal.start(benSms)
      await reached('codeNeeded')
      expect(removal.view()).toMatchObject({ loses: 'phone', target: '+44 ••••• 0142', sentAt: 0 })
    }
  )

  it.each([
    ['leads elsewhere than the account’s own address', { kind: 'data', value: { email: 'ben@harbour.example' } }],
    ['may lead elsewhere, as the account cannot be read', { kind: 'reset' }]
  ] satisfies [string, Fault][])('offers no code where the factor %s', async (_name, profile) => {
    const { removal, sandbox, reached, calls } = await removalDesk(ben, { unbindNeedsCode: true })
    sandbox.faults.set('/api/v3/get-profile', profile)
    await removal.start(benEmail)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'rejected', status: 422 } })
    removal.sendCode()
    expect(calls('/api/v3/send-email')).toBe(0)
  })
})

describe('a removal by a code', () => {
  async function codeSent(fault?: Fault) {
    const desk = await removalDesk(ben, { unbindNeedsCode: true })
    await desk.removal.start(benEmail)
    await desk.reached('codeNeeded')
    if (fault) desk.sandbox.faults.set('/api/v3/send-email', fault)
    desk.removal.sendCode()
    await expect.poll(() => desk.removal.view()).toMatchObject({ pending: false, sentAt: expect.any(Number) as number })
    return desk
  }

  it('is not shown as done if the account lost its address and the factor is still listed', async () => {
    const { removal, sandbox, reached, bound, states } = await codeSent()
    sandbox.faults.set('/api/v3/unbind-email', { kind: 'businessError', statusCode: 200, message: 'ok' })
    sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: { email: null } })
    removal.confirmCode('123456')
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'onlyContactRemoved' } })
    expect(await bound()).toContain(benEmail)
    expect(states.map(({ phase }) => phase)).not.toContain('removed')
  })

  it('is shown as done if the factor is gone, whatever the account seems to have', async () => {
    const { removal, sandbox, reached, bound } = await codeSent()
    sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: { email: 'ben.okafor@fernhill.example' } })
    removal.confirmCode(await new TestClient(sandbox).codeTo('ben.okafor@fernhill.example'))
    await reached('removed')
    expect(await bound()).toEqual([benSms])
  })

  it('is not shown as done if the account has its address as before', async () => {
    const { removal, sandbox, bound } = await codeSent()
    sandbox.faults.set('/api/v3/unbind-email', { kind: 'businessError', statusCode: 200, message: 'ok' })
    removal.confirmCode('123456')
    await expect.poll(() => removal.view()).toMatchObject({ phase: 'codeNeeded', failure: { code: 'stillListed' } })
    expect(await bound()).toContain(benEmail)
  })

  it.each([
    { kind: 'status', status: 502 },
    { kind: 'businessError', statusCode: 400, message: 'no' }
  ] satisfies Fault[])('tells that the address is gone although %j was answered', async (fault) => {
    const { removal, sandbox, reached } = await codeSent()
    sandbox.faults.set('/api/v3/unbind-email', fault)
    sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: { email: null } })
    removal.confirmCode('123456')
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'onlyContactRemoved' } })
  })

  it('that may have been sent although no answer came can be typed, and another one can be had', async () => {
    const { removal, sandbox, reached, bound } = await codeSent({ kind: 'lostAnswer', times: 1 })
    const view = removal.view()
    expect(view).toMatchObject({ phase: 'codeNeeded', failure: { code: 'codeMayArrive' } })
    expect(view.phase === 'codeNeeded' && view.sentAt).toBeGreaterThan(0)
    expect(view.phase === 'codeNeeded' && view.resendAt).toBeLessThanOrEqual(Date.now())
    removal.confirmCode(await new TestClient(sandbox).codeTo('ben.okafor@fernhill.example'))
    await reached('removed')
    expect(await bound()).toEqual([benSms])
  })

  it('that was certainly not sent is not said to be on its way', async () => {
    const desk = await removalDesk(lin, { unbindNeedsCode: true })
    await desk.removal.start('66f1d0425a3e7c18b2d4f623|email')
    await desk.reached('codeNeeded')
    desk.sandbox.faults.set('/api/v3/send-email', { kind: 'businessError', statusCode: 403, message: 'no' })
    desk.removal.sendCode()
    await expect.poll(() => desk.removal.view()).toMatchObject({ pending: false, failure: { code: 'rejected' } })
    expect(desk.removal.view()).toMatchObject({ sentAt: 0 })
  })

  it.each([201, 400, 403, 422, 603])(
    'that was carried out and answered with %i is told as done',
    async (statusCode) => {
      const { removal, sandbox, reached, bound } = await codeSent()
      sandbox.faults.set('/api/v3/unbind-email', answeredWith(statusCode))
      removal.confirmCode(await new TestClient(sandbox).codeTo('ben.okafor@fernhill.example'))
      await reached('removed')
      expect(await bound()).toEqual([benSms])
    }
  )
})

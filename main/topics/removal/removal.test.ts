import { describe, expect, it } from 'vitest'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { wrong } from '../../../sandbox/testing/person.testing'
import { signInAsPerson } from '../../identity/tenant.testing'
import { ben, benEmail, benSms, later, lin, linOtp, removalDesk } from './removal.testing'

describe('the preview', () => {
  it('says what would be left, masked, and how the person will be asked', async () => {
    const { removal } = await removalDesk()
    expect(await removal.preview(linOtp)).toEqual({
      factor: { factorId: linOtp, factorType: 'OTP' },
      left: [
        { factorId: '66f1d0425a3e7c18b2d4f622', factorType: 'SMS', target: '+86 ••••• 8000' },
        { factorId: '66f1d0425a3e7c18b2d4f623|email', factorType: 'EMAIL', target: 'l•••g@fernhill.example' },
        { factorId: '66f1d0425a3e7c18b2d4f624', factorType: 'FACE' }
      ],
      passwordSet: true,
      passkeys: 2,
      accountName: 'lin.jing@fernhill.example',
      confirmBy: 'dialog'
    })
  })

  it('goes without what the server does not say', async () => {
    const { removal, sandbox } = await removalDesk(lin, {}, later)
    sandbox.faults.set('/api/v3/get-security-info', { kind: 'businessError', statusCode: 403, message: 'no' })
    sandbox.faults.set('/api/v3/get-profile', { kind: 'data', value: {} })
    const preview = await removal.preview(linOtp)
    expect(preview).not.toHaveProperty('passwordSet')
    expect(preview).toMatchObject({ accountName: new URL(sandbox.host).host, confirmBy: 'signIn' })
  })

  it.each([
    ['none where the account has none', ben, benSms, undefined, 0],
    ['none where the tenant knows no passkeys', lin, linOtp, 404, 0],
    ['nothing where they cannot be read', lin, linOtp, 503, undefined]
  ] as const)('tells of passkeys %s', async (_name, person, factorId, status, passkeys) => {
    const { removal, sandbox } = await removalDesk(person)
    if (status !== undefined) sandbox.faults.set('/api/v3/webauthn/credentials', { kind: 'status', status })
    expect((await removal.preview(factorId)).passkeys).toBe(passkeys)
  })

  it('is refused for a factor that is not there', async () => {
    await expect((await removalDesk()).removal.preview('gone')).rejects.toMatchObject({ code: 'alreadyRemoved' })
  })
})

describe('just after a sign-in', () => {
  it('a removal asks in a dialog, then removes', async () => {
    const { removal, states, dialogs, reached, resets, bound, opened } = await removalDesk(ben)
    await removal.start(benEmail)
    await reached('removed')
    expect(states.map(({ phase }) => phase)).toEqual(['none', 'confirming', 'removing', 'removed'])
    expect(dialogs).toMatchObject([{ message: 'Remove email?', cancel: 'Keep it', confirm: 'Remove' }])
    expect(dialogs[0]?.detail).toContain('b•••r@fernhill.example')
    expect(await bound()).toEqual([benSms])
    expect(resets()).toBe(1)
    expect(opened).toEqual([])
  })

  it('nothing happens when the person keeps it', async () => {
    const { removal, reached, resets, answerDialogs, dialogs } = await removalDesk()
    answerDialogs(() => Promise.resolve(false))
    await removal.start(linOtp)
    await reached('none')
    expect(dialogs).toHaveLength(1)
    expect(resets()).toBe(0)
  })

  it('an answer to a dialog that was left counts for nothing, not even for the next removal', async () => {
    const { removal, resets, answerDialogs } = await removalDesk()
    let agree = (): void => undefined
    answerDialogs(() => new Promise((resolve) => (agree = () => resolve(true))))
    await removal.start(linOtp)
    await expect(removal.start(linOtp)).rejects.toMatchObject({ code: 'notAllowed' })
    removal.leave()
    answerDialogs(() => {
      agree()
      return new Promise((resolve) => setImmediate(() => resolve(false)))
    })
    await removal.start(linOtp)
    await expect.poll(() => removal.view().phase, { timeout: 5_000 }).toBe('none')
    expect(resets()).toBe(0)
  })
})

describe('later', () => {
  it('a removal asks for a fresh sign-in, then removes and keeps the session', async () => {
    const { removal, sandbox, reached, opened, bound, session, dialogs } = await removalDesk(lin, {}, later)
    await removal.start(linOtp)
    await expect.poll(() => opened).toHaveLength(1)
    expect(removal.view()).toEqual({ phase: 'confirming', by: 'signIn', link: opened[0] })
    await signInAsPerson(sandbox, removal.signInLink(), lin)
    await reached('removed')
    expect(await bound()).not.toContain(linOtp)
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect(dialogs).toEqual([])
    expect(() => removal.signInLink()).toThrow('invalidInput')
  })

  it.each([
    ['another account', ben, false, 'confirmationOtherAccount'],
    ['somebody who denies it', lin, true, 'confirmationDeclined']
  ])('%s in the browser removes nothing', async (_name, person, deny, code) => {
    const { removal, sandbox, reached, opened, resets } = await removalDesk(lin, {}, later)
    await removal.start(linOtp)
    await expect.poll(() => opened).toHaveLength(1)
    await signInAsPerson(sandbox, removal.signInLink(), person, deny)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code } })
    expect(resets()).toBe(0)
  })

  it('whoever leaves ends the wait for the browser', async () => {
    const { removal, opened } = await removalDesk(lin, {}, later)
    await removal.start(linOtp)
    await expect.poll(() => opened).toHaveLength(1)
    removal.leave()
    expect(removal.view()).toEqual({ phase: 'none' })
    const redirect = new URL('/callback', opened[0])
    await expect
      .poll(() =>
        fetch(redirect).then(
          () => 'open',
          () => 'closed'
        )
      )
      .toBe('closed')
  })
})

describe('the last factor', () => {
  const last = { kind: 'data', value: [{ factorId: benSms, factorType: 'SMS', profile: {} }] } as const

  it.each([undefined, '', 'ben'])('is not touched for the account name %j', async (accountName) => {
    const { removal, sandbox, dialogs, resets } = await removalDesk(ben)
    sandbox.faults.set('/api/v3/list-enrolled-factors', last)
    await expect(removal.start(benSms, accountName)).rejects.toMatchObject({ code: 'accountNameWrong' })
    expect([removal.view().phase, dialogs.length, resets()]).toEqual(['none', 0, 0])
  })

  it('goes with the account name, however it is capitalised', async () => {
    const { removal, sandbox, reached } = await removalDesk(ben)
    sandbox.faults.set('/api/v3/list-enrolled-factors', { ...last, times: 1 })
    await removal.start(benSms, ' Ben.Okafor@Fernhill.example ')
    await reached('removed')
  })
})

describe('a tenant that wants a code', () => {
  it('sends it to what is to go, and one wrong code costs nothing', async () => {
    const { removal, sandbox, reached, bound, calls } = await removalDesk(ben, { unbindNeedsCode: true })
    await removal.start(benSms)
    await reached('codeNeeded')
    expect(removal.view()).toMatchObject({ target: '+44 ••••• 0142', pending: false, sentAt: 0 })
    removal.sendCode()
    await expect.poll(() => removal.view()).toMatchObject({ pending: false, sentAt: expect.any(Number) as number })
    await expect.poll(() => calls('/api/v3/send-sms')).toBe(1)
    removal.sendCode()
    const code = await new TestClient(sandbox).codeTo('+447700900142')
    removal.confirmCode(wrong(code))
    await expect.poll(() => removal.view()).toMatchObject({ pending: false, failure: { code: 'passcodeWrong' } })
    removal.confirmCode(code)
    await reached('removed')
    expect(await bound()).toEqual([benEmail])
    expect(calls('/api/v3/send-sms')).toBe(1)
  })

  it('says from when another code can be had', async () => {
    const { removal, sandbox, reached } = await removalDesk(ben, { unbindNeedsCode: true })
    await removal.start(benEmail)
    await reached('codeNeeded')
    sandbox.faults.set('/api/v3/send-email', { kind: 'rateLimited', retryAfter: '40' })
    const before = Date.now()
    removal.sendCode()
    await expect.poll(() => removal.view()).toMatchObject({ pending: false, failure: { code: 'rateLimited' } })
    const view = removal.view()
    expect(view.phase === 'codeNeeded' && view.resendAt).toBeGreaterThanOrEqual(before + 40_000)
  })
})

describe('a removal that fails', () => {
  it.each([
    ['the last way to sign in', benSms, { statusCode: 422, apiCode: 2217 }, 'lastMethod'],
    ['anything else without a target', linOtp, { statusCode: 422 }, 'rejected'],
    ['a factor that the server does not find and lists all the same', linOtp, { statusCode: 404 }, 'rejected']
  ])('is refused for %s, and says so', async (_name, factorId, refusal, code) => {
    const { removal, sandbox, reached } = await removalDesk(factorId === benSms ? ben : lin)
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'businessError', message: 'no', ...refusal })
    await removal.start(factorId)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code } })
  })

  it('looks whether a lost answer was carried out, and does not ask twice', async () => {
    const { removal, sandbox, reached, resets } = await removalDesk()
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'lostAnswer' })
    await removal.start(linOtp)
    await reached('removed')
    expect(resets()).toBe(1)
  })

  it('says why when it was not carried out', async () => {
    const { removal, sandbox, reached, resets } = await removalDesk()
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'reset' })
    await removal.start(linOtp)
    await reached('failed')
    expect(removal.view()).toMatchObject({ failure: { code: 'unreachable' } })
    expect(resets()).toBe(1)
  })

  it('stays unknown until the list can be read again', async () => {
    const { removal, sandbox, reached, answerDialogs } = await removalDesk()
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'lostAnswer' })
    answerDialogs(() => {
      sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'notJson', times: 1 })
      return Promise.resolve(true)
    })
    await removal.start(linOtp)
    await expect.poll(() => removal.view()).toMatchObject({ phase: 'unknown', pending: false })
    expect(removal.view()).toMatchObject({ failure: { code: 'captivePortal' } })
    removal.recheck()
    await reached('removed')
  })

  it('cannot be left while the server is being asked, but ends with the session', async () => {
    const { removal, sandbox, reached } = await removalDesk()
    sandbox.faults.set('/api/v3/reset-factor', { kind: 'hang' })
    await removal.start(linOtp)
    await reached('removing')
    expect(() => removal.leave()).toThrow('notAllowed')
    await expect(removal.start(linOtp)).rejects.toMatchObject({ code: 'notAllowed' })
    removal.reset()
    expect(removal.view()).toEqual({ phase: 'none' })
  })
})

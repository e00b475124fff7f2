import { EventEmitter, once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type KnownFactorType, knownFactorTypes } from '../../../contract/factors'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { totpCode } from '../../../sandbox/api/factors/totp'
import { ada, photo, targets, wrong } from './enrolment.testing'

const send = '/api/v3/send-enroll-factor-request'
const enrol = '/api/v3/enroll-factor'

let sandbox: Sandbox
let person: Awaited<ReturnType<typeof ada>>
const running: Sandbox[] = []

async function open(options?: SandboxOptions): Promise<void> {
  sandbox = await startSandbox(options)
  running.push(sandbox)
  person = await ada(sandbox)
}

beforeEach(() => open())
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(running.splice(0).map((one) => one.close()))
})

/** Stops the person's clock and the tenant's, which is in the same process. They move only when the test moves them. */
function holdTime(): void {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
}

async function ask(factorType: KnownFactorType) {
  person.enrolment.start(factorType)
  await person.enrolment.sendChallenge(targets[factorType])
  return person.in('challengeSent')
}

const requestsTo = (path: string) => sandbox.requests.filter((request) => request.path === path).length

describe('an enrolment', () => {
  it.each([
    ['OTP', undefined],
    ['SMS', '+44 ••••• 0150'],
    ['EMAIL', 'a•a@harbour.example']
  ] as const)('of %s is refused a wrong code, says so, and binds with the right one', async (factorType, target) => {
    const asked = await ask(factorType)
    expect(asked).toMatchObject({ sends: 1, scanAgain: false, lapsed: false })
    const passcode = await person.passcode(factorType)
    person.enrolment.verify(wrong(passcode))
    expect(await person.in('challengeSent')).toMatchObject({ failure: { code: 'passcodeWrong' } })
    expect(await person.bound(factorType)).toEqual([])

    person.enrolment.verify(passcode)
    const bound = await person.in('bound')
    expect(bound.target?.at(-1)).toBe(target?.at(-1))
    expect(bound.recoveryCodeToKeep).toBe(factorType === 'OTP')
    expect(await person.bound(factorType)).toHaveLength(1)
    expect(person.shown.map(({ phase }) => phase)).not.toContain('unknown')
  })

  it('of a face uploads the photo and binds', async () => {
    person.enrolment.start('FACE')
    person.enrolment.verifyFace(photo)
    expect(await person.in('bound')).toEqual({ phase: 'bound', factorType: 'FACE', recoveryCodeToKeep: false })
    expect(await person.bound('FACE')).toHaveLength(1)
  })

  it('of a face fails if the account has no contact', async () => {
    sandbox.faults.set(enrol, { kind: 'businessError', statusCode: 422, apiCode: 1703, message: 'No contact' })
    person.enrolment.start('FACE')
    person.enrolment.verifyFace(photo)
    expect(await person.in('failed')).toMatchObject({ failure: { code: 'faceNeedsContact' } })
  })

  it('gives the recovery code until the person has kept it', async () => {
    await ask('OTP')
    const kept = person.enrolment.key().recoveryCode
    person.enrolment.verify(await person.passcode('OTP'))
    await person.in('bound')
    expect(person.enrolment.recoveryCode()).toEqual({ code: kept, madeAt: expect.any(Number) as number })
    expect(() => person.enrolment.key()).toThrow('invalidInput')
    person.enrolment.recoveryCodeKept()
    expect(person.enrolment.view()).toMatchObject({ phase: 'bound', recoveryCodeToKeep: false })
    expect(() => person.enrolment.recoveryCode()).toThrow('invalidInput')
  })

  it.each(knownFactorTypes)('of %s never shows the window a token, key or recovery code', async (factorType) => {
    const secrets: string[] = []
    sandbox.faults.set(send, {
      kind: 'rewrite',
      change: (answer) => {
        secrets.push(...(JSON.stringify(answer).match(/(?<=enrollmentToken":"|secret=|recoveryCode":")[^"&]+/g) ?? []))
        return answer
      }
    })
    if (factorType === 'FACE') {
      person.enrolment.start('FACE')
      person.enrolment.verifyFace(photo)
    } else {
      await ask(factorType)
      person.enrolment.verify(await person.passcode(factorType))
    }
    await person.in('bound')
    expect(secrets).toHaveLength(factorType === 'OTP' ? 3 : 1)
    const shown = JSON.stringify([person.shown, person.logged])
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  })
})

describe('another code', () => {
  it('is not requested within a minute, unless for another target', async () => {
    holdTime()
    const { sentAt, resendAt } = await ask('SMS')
    expect(resendAt - sentAt).toBe(60_000)
    vi.advanceTimersByTime(59_999)
    await person.enrolment.sendChallenge(targets.SMS)
    expect(requestsTo(send)).toBe(1)

    await person.enrolment.sendChallenge({ kind: 'phone', phoneNumber: '7700900151', phoneCountryCode: '+44' })
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2, target: '+44 ••••• 0151' })
  })

  it('replaces the first after a minute', async () => {
    holdTime()
    await ask('SMS')
    vi.advanceTimersByTime(60_000)
    await person.enrolment.sendChallenge(targets.SMS)
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2 })
    person.enrolment.verify(await person.passcode('SMS'))
    await person.in('bound')
    expect(requestsTo(send)).toBe(2)
  })

  it('waits as long as the tenant says', async () => {
    holdTime()
    await ask('SMS')
    vi.advanceTimersByTime(60_000)
    sandbox.faults.set(send, { kind: 'rateLimited', retryAfter: '90' })
    await person.enrolment.sendChallenge(targets.SMS)
    const { failure, resendAt } = await person.in('challengeSent')
    expect(failure?.code).toBe('rateLimited')
    expect(resendAt - Date.now()).toBe(90_000)
    sandbox.faults.clear()
    await person.enrolment.sendChallenge(targets.SMS)
    expect(requestsTo(send)).toBe(2)
  })
})

describe('an authenticator app’s key', () => {
  it('that the tenant gives again is renewed unseen, and its code confirms', async () => {
    await open({ otpSecret: 'same' })
    holdTime()
    const { expiresAt } = await ask('OTP')
    const { key } = person.enrolment.key()
    vi.advanceTimersByTime(expiresAt - Date.now())
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2, scanAgain: false, lapsed: false })
    expect(person.enrolment.key().key).toBe(key)

    vi.setSystemTime(Date.now() + 120_000)
    person.enrolment.verify(totpCode(key))
    expect((await person.in('bound')).recoveryCodeToKeep).toBe(true)
    expect(requestsTo(send)).toBe(3)
    expect(person.shown.every((view) => !('failure' in view))).toBe(true)
  })

  it('whose code was typed during its renewal is confirmed afterwards', async () => {
    await open({ otpSecret: 'same' })
    holdTime()
    const { expiresAt } = await ask('OTP')
    vi.advanceTimersByTime(expiresAt - Date.now())
    expect(person.enrolment.view()).toMatchObject({ phase: 'challengeSent', pending: true })
    person.enrolment.verify(await person.passcode('OTP'))
    await person.in('bound')
    expect(requestsTo(enrol)).toBe(1)
  })

  it('that was replaced must be scanned again, lapses without further requests, and can be requested again', async () => {
    holdTime()
    const { expiresAt } = await ask('OTP')
    const { key } = person.enrolment.key()
    vi.advanceTimersByTime(expiresAt - Date.now())
    const renewed = await person.in('challengeSent')
    expect(renewed).toMatchObject({ sends: 2, scanAgain: true, lapsed: false })
    expect(person.enrolment.key().key).not.toBe(key)

    vi.advanceTimersByTime(renewed.expiresAt - Date.now())
    expect(person.enrolment.view()).toMatchObject({ lapsed: true, pending: false })
    expect(requestsTo(send)).toBe(2)

    await person.enrolment.sendChallenge(targets.OTP)
    expect(await person.in('challengeSent')).toMatchObject({ sends: 3, lapsed: false })
    person.enrolment.verify(await person.passcode('OTP'))
    await person.in('bound')
    expect(requestsTo(enrol)).toBe(1)
  })

  it('whose code comes too late is not confirmed in place of the next key', async () => {
    holdTime()
    await ask('OTP')
    const passcode = await person.passcode('OTP')
    vi.setSystemTime(Date.now() + 120_000)
    person.enrolment.verify(passcode)
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2, scanAgain: true })
    expect(requestsTo(enrol)).toBe(0)
  })
})

describe('leaving', () => {
  it('is refused while an entry is verified, and so is another start', async () => {
    await ask('SMS')
    person.enrolment.verify(await person.passcode('SMS'))
    expect(() => person.enrolment.leave()).toThrow('notAllowed')
    expect(() => person.enrolment.start('OTP')).toThrow('notAllowed')
    await person.in('bound')
    person.enrolment.leave()
    expect(person.enrolment.view()).toEqual({ phase: 'none' })
  })

  it('ends a challenge that is being asked for', async () => {
    person.enrolment.start('SMS')
    sandbox.faults.set(send, { kind: 'hang' })
    await person.enrolment.sendChallenge(targets.SMS)
    await expect.poll(() => requestsTo(send)).toBe(1)
    person.enrolment.leave()
    const { length } = person.shown
    sandbox.faults.clear()

    person.enrolment.start('OTP')
    await person.enrolment.sendChallenge(targets.OTP)
    await person.in('challengeSent')
    expect(person.shown.slice(length - 1).map(({ phase }) => phase)).toEqual([
      'none',
      'started',
      // The question comes before the challenge.
      'started',
      'started',
      'challengeSent'
    ])
    expect(person.logged).toEqual([])
  })

  it('at the end of the session forgets everything, whatever is under way', async () => {
    await ask('OTP')
    person.enrolment.verify(await person.passcode('OTP'))
    person.enrolment.reset()
    expect(person.enrolment.view()).toEqual({ phase: 'none' })
    expect(() => person.enrolment.key()).toThrow('invalidInput')
    await expect.poll(() => person.bound('OTP')).toHaveLength(1)
    expect(person.enrolment.view()).toEqual({ phase: 'none' })
    expect(() => person.enrolment.recoveryCode()).toThrow('invalidInput')
  })

  it('applies a late answer only to its own enrolment', async () => {
    const gate = new EventEmitter()
    const opened = once(gate, 'open')
    await ask('OTP')
    sandbox.faults.set(enrol, { kind: 'rewrite', change: (answer) => opened.then(() => answer) })
    person.enrolment.verify(await person.passcode('OTP'))
    await expect.poll(() => requestsTo(enrol)).toBe(1)
    person.enrolment.reset()

    await ask('EMAIL')
    sandbox.faults.set(enrol, { kind: 'hang' })
    person.enrolment.verify(wrong(await person.passcode('EMAIL')))
    gate.emit('open')
    await expect.poll(() => sandbox.requests.find(({ path }) => path === enrol)?.status).toBe(200)
    expect(await person.bound('EMAIL')).toEqual([])
    expect(person.enrolment.view()).toMatchObject({ phase: 'verifying', factorType: 'EMAIL' })
  })
})

it('sends nothing to a number or an address nobody can have', async () => {
  person.enrolment.start('SMS')
  const short = { kind: 'phone', phoneNumber: '12', phoneCountryCode: '+44' } as const
  await expect(person.enrolment.sendChallenge(short)).rejects.toThrow('phoneInvalid')
  await expect(person.enrolment.sendChallenge({ kind: 'email', email: 'ada' })).rejects.toThrow('emailInvalid')
  expect(person.enrolment.view()).toEqual({ phase: 'started', factorType: 'SMS', pending: false })
  expect(requestsTo(send)).toBe(0)
})

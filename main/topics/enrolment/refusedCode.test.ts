import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { totpCode } from '../../../sandbox/api/factors/totp'
import { fetchFor, tenantOf } from '../../identity/tenant.testing'
import { ada, photo, targets, wrong } from './enrolment.testing'

const send = '/api/v3/send-enroll-factor-request'
const enrol = '/api/v3/enroll-factor'
const period = 30_000

let sandbox: Sandbox
let person: Awaited<ReturnType<typeof ada>>

/** The lead of the tenant's clock, in ms. */
let tenantAheadMs = 0

async function open(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox(options)
  const fetch = fetchFor(tenantOf(sandbox))
  person = await ada(sandbox, async (url, init) => {
    const answer = await fetch(url, init)
    const headers = new Headers(answer.headers)
    // The server takes its Date from the real clock, which goes on.
    headers.set('date', new Date(Date.now() + tenantAheadMs).toUTCString())
    return new Response(answer.body, { status: answer.status, headers })
  })
}

beforeEach(() => {
  tenantAheadMs = 0
  // The clock stands in the middle of a period, so that no code changes while it is on its way.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / period) * period + period / 2 })
})
afterEach(async () => {
  vi.useRealTimers()
  await sandbox.close()
})

async function ask(factorType: 'OTP' | 'SMS' | 'EMAIL' = 'OTP') {
  person.enrolment.start(factorType)
  await person.enrolment.sendChallenge(targets[factorType])
  return person.in('challengeSent')
}

/** Enters a code. Resolves to the view once nothing is under way. */
async function type(passcode: string) {
  person.enrolment.verify(passcode)
  return person.rest()
}

const requestsTo = (path: string) => sandbox.requests.filter((request) => request.path === path).length
const codeOf = (ms = 0) => totpCode(person.enrolment.key().key, Date.now() + ms)
/** The answer of a tenant whose challenges end early. */
const expired = { kind: 'businessError', statusCode: 400, message: 'enrolment expired' } as const

describe('a right code that the tenant refuses', () => {
  it('goes to a new challenge in silence where the key stays', async () => {
    await open({ otpSecret: 'same', refuseRightCodes: 'first' })
    await ask()
    expect(await type(codeOf())).toMatchObject({ phase: 'bound', recoveryCodeToKeep: true })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, 2])
    expect(person.shown.some((view) => 'failure' in view || ('scanAgain' in view && view.scanAgain))).toBe(false)
    expect(person.asked).toHaveLength(1)
  })

  it('has the new key scanned where the key does not stay', async () => {
    await open({ otpSecret: 'fresh', refuseRightCodes: 'first' })
    await ask()
    expect(await type(codeOf())).toMatchObject({ phase: 'challengeSent', sends: 2, scanAgain: true })
    expect(requestsTo(enrol)).toBe(1)
    expect(await type(codeOf())).toMatchObject({ phase: 'bound' })
  })

  it('is accepted even if enrolments end within seconds', async () => {
    await open({ otpSecret: 'same', enrollmentTokenTtl: 5 })
    await ask()
    vi.setSystemTime(Date.now() + 6_000)
    expect(await type(codeOf())).toMatchObject({ phase: 'bound' })
  })

  it('and refuses again is shown as such, with the request’s id, once for each typed code', async () => {
    await open({ otpSecret: 'same', refuseRightCodes: 'all' })
    await ask()
    const said = await type(codeOf())
    const failure = { code: 'rightPasscodeRefused', requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string }
    expect(said).toMatchObject({ phase: 'challengeSent', failure })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, 2])

    await type(codeOf())
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([3, 3])
  })

  it('does not go to the same challenge twice where the tenant has no other', async () => {
    await open({ otpSecret: 'same', refuseRightCodes: 'all' })
    let first: unknown
    sandbox.faults.set(send, { kind: 'rewrite', change: (answer) => (first ??= answer) })
    await ask()
    expect(await type(codeOf())).toMatchObject({ failure: { code: 'rightPasscodeRefused' } })
    await type(codeOf())
    expect(requestsTo(enrol)).toBe(1)
  })

  it.each([
    ['SHA256', 8, 60],
    ['SHA512', 7, 15]
  ])('is known by a key of %s, %i digits and %i s too', async (algorithm, digits, seconds) => {
    await open()
    const { codeAhead } = await import('./codeAhead')
    const { TOTP } = await import('otpauth')
    const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
    const totp = new TOTP({ secret: key, algorithm, digits, period: seconds })
    const ahead = (at: number) =>
      codeAhead({ key, algorithm, digits, period: seconds }, totp.generate({ timestamp: at }), Date.now())
    expect([ahead(Date.now()), ahead(Date.now() + 120_000)]).toEqual([0, 120_000])
    expect(codeAhead({ key, algorithm, digits, period: seconds }, totpCode(key), Date.now())).toBeUndefined()
  })
})

describe('a code of another moment', () => {
  it.each([-10 * period, 4 * period])('says that two clocks differ, by %i ms', async (aheadMs) => {
    await open()
    await ask()
    const { failure } = await shownAfter(codeOf(aheadMs))
    expect(failure).toMatchObject({ code: 'passcodeOfAnotherTime', aheadMs })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([1, 1])
  })

  it('is compared with the tenant’s clock where that is known', async () => {
    await open()
    tenantAheadMs = 120_000
    await ask()
    expect((await shownAfter(wrong(codeOf()))).failure).toMatchObject({ code: 'passcodeWrong' })
    const { failure } = await shownAfter(codeOf(2 * period + 120_000))
    expect(failure).toMatchObject({ code: 'passcodeOfAnotherTime', aheadMs: 2 * period })
  })

  it.each([-3 * 3_600_000, 3 * 3_600_000, 400 * 24 * 3_600_000])(
    'is not called wrong where the tenant’s Date header is off by %i ms and the code is right here',
    async (offMs) => {
      await open({ otpSecret: 'same', refuseRightCodes: 'all' })
      tenantAheadMs = offMs
      await ask()
      expect((await shownAfter(codeOf())).failure).toMatchObject({ code: 'rightPasscodeRefused' })
    }
  )

  it('that came after the end of the challenge goes to a new one', async () => {
    await open({ otpSecret: 'same' })
    await ask()
    sandbox.faults.set(enrol, { ...expired, times: 1 })
    expect(await type(codeOf(-period))).toMatchObject({ phase: 'bound' })
  })
})

describe('a code that fits nothing', () => {
  it('is wrong, whatever the tenant calls it, and is sent to this challenge once', async () => {
    await open()
    await ask()
    sandbox.faults.set(enrol, expired)
    const code = wrong(codeOf())
    const { failure } = await shownAfter(code)
    expect(failure).toMatchObject({ code: 'passcodeWrong' })
    vi.setSystemTime(Date.now() + 1_000)
    expect((await shownAfter(code)).failure).toEqual({ ...failure, at: Date.now() })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([1, 1])
  })
})

describe('a code that was sent', () => {
  it.each(['SMS', 'EMAIL'] as const)('by %s and is refused without a reason can be sent anew at once', async (kind) => {
    await open({ sendInterval: 0 })
    await ask(kind)
    sandbox.faults.set(enrol, { ...expired, times: 1 })
    const { failure, resendAt } = await shownAfter(await person.passcode(kind))
    expect(failure).toMatchObject({ code: 'passcodeRefused' })
    expect(resendAt).toBeLessThanOrEqual(Date.now())

    await person.enrolment.sendChallenge(targets[kind])
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2 })
    expect(await type(await person.passcode(kind))).toMatchObject({ phase: 'bound' })
  })

  it('that is requested too soon waits as long as the tenant says, or a minute', async () => {
    await open({ sendInterval: 0 })
    const { sentAt } = await ask('SMS')
    sandbox.faults.set(enrol, expired)
    await shownAfter(await person.passcode('SMS'))
    sandbox.faults.set(send, { kind: 'businessError', statusCode: 429, message: 'too soon' })
    await person.enrolment.sendChallenge(targets.SMS)
    const { resendAt } = await person.in('challengeSent')
    expect(resendAt).toBeGreaterThan(Date.now())
    expect(resendAt).toBeLessThanOrEqual(sentAt + 60_000)
  })
})

it('gives a photo that follows a refused one a challenge of its own', async () => {
  await open()
  person.enrolment.start('FACE')
  sandbox.faults.set(enrol, { ...expired, times: 1 })
  person.enrolment.verifyFace(photo)
  expect(await person.in('challengeSent')).toMatchObject({ failure: { code: 'enrolmentRefused' } })
  person.enrolment.verifyFace(photo)
  await person.in('bound')
  expect(requestsTo(send)).toBe(2)
})

/** Enters a code that does not bind. Resolves to the view after that. */
async function shownAfter(passcode: string) {
  await type(passcode)
  return person.in('challengeSent')
}

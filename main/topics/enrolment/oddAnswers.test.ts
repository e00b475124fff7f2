import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { KnownFactorType } from '../../../contract/factors'
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { ada, photo, targets, wrong } from './enrolment.testing'

const list = '/api/v3/list-enrolled-factors'
const send = '/api/v3/send-enroll-factor-request'
const enrol = '/api/v3/enroll-factor'
const upload = '/api/v2/upload'

let sandbox: Sandbox
let person: Awaited<ReturnType<typeof ada>>

async function open(factorType: KnownFactorType, options: SandboxOptions = {}, faults: Record<string, Fault> = {}) {
  sandbox = await startSandbox({ sendInterval: 0, ...options })
  for (const [path, fault] of Object.entries(faults)) sandbox.faults.set(path, fault)
  person = await ada(sandbox)
  person.enrolment.start(factorType)
  if (factorType === 'FACE') return
  await person.enrolment.sendChallenge(targets[factorType])
  await person.in('challengeSent')
}
afterEach(async () => {
  vi.useRealTimers()
  await sandbox.close()
})

const requestsTo = (path: string) => sandbox.requests.filter((request) => request.path === path).length

/** Returns a fault that changes only the answer of the server, and not its action. */
const answeredWith = (statusCode: number, times = Infinity): Fault => ({
  kind: 'rewrite',
  times,
  change: (answer) => ({ ...answer, statusCode, message: 'no' })
})

async function type(passcode: string) {
  person.enrolment.verify(passcode)
  return person.rest()
}

describe('a confirmation that was carried out', () => {
  it.each([201, 204, 401, 403, 404, 601, 602, 603])(
    'is shown as done if it is answered with %i, and the recovery code is not lost',
    async (statusCode) => {
      await open('OTP')
      sandbox.faults.set(enrol, answeredWith(statusCode))
      expect(await type(await person.passcode('OTP'))).toMatchObject({ phase: 'bound', recoveryCodeToKeep: true })
    }
  )

  it.each([
    ['SMS', 603],
    ['SMS', 400],
    ['EMAIL', 603],
    ['EMAIL', 422],
    ['FACE', 603],
    ['FACE', 499]
  ] as const)('is told as that for %s with %i too', async (factorType, statusCode) => {
    await open(factorType)
    sandbox.faults.set(enrol, answeredWith(statusCode))
    if (factorType === 'FACE') person.enrolment.verifyFace(photo)
    else person.enrolment.verify(await person.passcode(factorType))
    expect(await person.rest()).toMatchObject({ phase: 'bound', factorType })
  })

  it('is shown as done if its repetition with a renewed access token is refused', async () => {
    await open('SMS')
    sandbox.faults.set(enrol, {
      kind: 'rewrite',
      times: 1,
      change(answer) {
        sandbox.faults.set(enrol, { kind: 'businessError', statusCode: 400, apiCode: 2001, message: 'no' })
        return { ...answer, statusCode: 401 }
      }
    })
    expect(await type(await person.passcode('SMS'))).toMatchObject({ phase: 'bound', factorType: 'SMS' })
  })

  it('is noticed after a refusal once the renewal is refused as well', async () => {
    await open('OTP', { otpSecret: 'same' })
    sandbox.faults.set(enrol, answeredWith(400, 1))
    expect(await type(await person.passcode('OTP'))).toMatchObject({ phase: 'bound', recoveryCodeToKeep: true })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, 1])
  })

  it('is noticed after a refusal before another key has to be scanned', async () => {
    await open('OTP', { otpFactors: 2 })
    sandbox.faults.set(enrol, answeredWith(400, 1))
    expect(await type(await person.passcode('OTP'))).toMatchObject({ phase: 'bound', recoveryCodeToKeep: true })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, 1])
  })

  it.each([
    ['another challenge', 'enrollmentToken', 2],
    ['the same challenge again', undefined, 1]
  ])(
    'although it was refused is seen where the tenant gives %s for the same key',
    async (_name, changes, enrolments) => {
      let first: Record<string, unknown> | undefined
      const keepingKey: Fault = {
        kind: 'rewrite',
        change(answer) {
          const data = z.record(z.string(), z.unknown()).parse(answer['data'])
          first ??= data
          return { ...answer, data: { ...first, ...(changes && { [changes]: data[changes] }) } }
        }
      }
      await open('OTP', { otpFactors: 2 }, { [send]: keepingKey })
      sandbox.faults.set(enrol, {
        kind: 'rewrite',
        times: 1,
        change(answer) {
          sandbox.faults.set(enrol, { kind: 'businessError', statusCode: 400, message: 'no' })
          return { ...answer, statusCode: 400 }
        }
      })
      expect(await type(await person.passcode('OTP'))).toMatchObject({ phase: 'bound', recoveryCodeToKeep: true })
      expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, enrolments])
    }
  )
})

describe('a confirmation that was not carried out', () => {
  it.each([201, 401, 403, 603])('and answered with %i is shown in the server’s words', async (statusCode) => {
    await open('SMS')
    sandbox.faults.set(enrol, { kind: 'businessError', statusCode, message: 'Our step failed' })
    const refused = await type(await person.passcode('SMS'))
    const failure = { code: 'passcodeRefused', detail: 'Our step failed', status: statusCode }
    expect(refused).toMatchObject({ phase: 'challengeSent', failure })
  })

  it('is shown at once if a business code says why, whatever the status code', async () => {
    await open('OTP')
    const read = requestsTo(list)
    sandbox.faults.set(enrol, { kind: 'businessError', statusCode: 403, apiCode: 6001, message: 'Wrong' })
    expect(await type(wrong(await person.passcode('OTP')))).toMatchObject({ failure: { code: 'passcodeWrong' } })
    expect(requestsTo(list)).toBe(read)
  })

  it('stays unknown while the answer has no list', async () => {
    await open('OTP')
    sandbox.faults.set(enrol, { kind: 'lostAnswer' })
    sandbox.faults.set(list, { kind: 'nullData', times: 1 })
    expect(await type(await person.passcode('OTP'))).toMatchObject({
      phase: 'unknown',
      failure: { code: 'unexpectedAnswer' }
    })
    person.enrolment.recheck()
    expect(await person.in('bound')).toMatchObject({ recoveryCodeToKeep: true })
  })
})

describe('a photo whose upload is refused', () => {
  it.each([
    { statusCode: 409, apiCode: 1706 },
    { statusCode: 403, apiCode: 2035 },
    { statusCode: 413 },
    { statusCode: 401 }
  ])('with %j was not uploaded, and can be sent again', async (answer) => {
    await open('FACE')
    sandbox.faults.set(upload, { kind: 'businessError', message: 'Not here', ...answer })
    person.enrolment.verifyFace(photo)
    const failure = { code: 'photoNotUploaded', detail: 'Not here' }
    expect(await person.rest()).toMatchObject({ phase: 'challengeSent', failure })
    expect(requestsTo(enrol)).toBe(0)
    sandbox.faults.clear()
    person.enrolment.verifyFace(photo)
    await person.in('bound')
  })
})

describe('a code that was perhaps sent', () => {
  it.each(['SMS', 'EMAIL'] as const)('by %s is not called “not sent”', async (factorType) => {
    await open('FACE')
    person.enrolment.start(factorType)
    sandbox.faults.set(send, { kind: 'lostAnswer', times: 1 })
    await person.enrolment.sendChallenge(targets[factorType])
    expect(await person.in('started')).toMatchObject({ failure: { code: 'codeMayNotCount' } })
    await person.enrolment.sendChallenge(targets[factorType])
    expect(await person.in('challengeSent')).toMatchObject({ sends: 1 })
  })
})

describe('a code that the server was too busy for', () => {
  async function openInHeldTime(options: SandboxOptions = {}) {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
    await open('OTP', { otpSecret: 'same', ...options })
  }

  it('is kept, and goes out by itself with a new challenge where the first has ended meanwhile', async () => {
    await openInHeldTime()
    vi.advanceTimersByTime(50_000)
    sandbox.faults.set(enrol, { kind: 'rateLimited', retryAfter: '20', times: 1 })
    const limited = await type(await person.passcode('OTP'))
    const triesAgainAt = Date.now() + 20_000
    expect(limited).toMatchObject({ phase: 'challengeSent', failure: { code: 'rateLimited' }, triesAgainAt })
    vi.advanceTimersByTime(20_000)
    expect(await person.in('bound')).toMatchObject({ recoveryCodeToKeep: true })
    expect([requestsTo(send), requestsTo(enrol)]).toEqual([2, 2])
  })

  it.each([
    { kind: 'rateLimited', retryAfter: '10', times: 1 },
    { kind: 'status', status: 500, times: 1 }
  ] satisfies Fault[])('is kept where the renewal meets %j, and the key is not called expired', async (fault) => {
    await openInHeldTime()
    vi.setSystemTime(Date.now() + 58_000)
    sandbox.faults.set(send, fault)
    const busy = await type(await person.passcode('OTP'))
    expect(busy).toMatchObject({ phase: 'challengeSent', lapsed: false, triesAgainAt: Date.now() + 10_000 })
    vi.advanceTimersByTime(10_000)
    await person.in('bound')
  })

  it('is not sent again by itself after a fault of the confirmation, but can be typed once more', async () => {
    await openInHeldTime()
    vi.advanceTimersByTime(50_000)
    sandbox.faults.set(enrol, { kind: 'status', status: 500, times: 1 })
    const failed = await type(await person.passcode('OTP'))
    expect(failed).toMatchObject({ phase: 'challengeSent', failure: { code: 'enrolmentNotConfirmed' } })
    vi.advanceTimersByTime(10_000)
    const renewed = { sends: 2, lapsed: false, failure: { code: 'enrolmentNotConfirmed' } }
    expect(await person.in('challengeSent')).toMatchObject(renewed)
    expect(requestsTo(enrol)).toBe(1)
    expect(await type(await person.passcode('OTP'))).toMatchObject({ phase: 'bound' })
  })

  it('is not sent again once it is too old', async () => {
    await openInHeldTime()
    sandbox.faults.set(enrol, { kind: 'rateLimited', retryAfter: '90', times: 1 })
    const limited = await type(await person.passcode('OTP'))
    expect(limited).not.toHaveProperty('triesAgainAt')
    vi.advanceTimersByTime(90_000)
    expect(await person.in('challengeSent')).toMatchObject({ sends: 2, failure: { code: 'rateLimited' } })
    expect(requestsTo(enrol)).toBe(1)
  })

  it('is replaced by one that is typed meanwhile', async () => {
    await openInHeldTime()
    sandbox.faults.set(enrol, { kind: 'rateLimited', retryAfter: '30', times: 1 })
    await type(wrong(await person.passcode('OTP')))
    vi.advanceTimersByTime(20_000)
    person.enrolment.verify(await person.passcode('OTP'))
    expect(requestsTo(enrol)).toBe(1)
    vi.advanceTimersByTime(10_000)
    await person.in('bound')
    expect(requestsTo(enrol)).toBe(2)
  })
})

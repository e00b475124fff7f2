import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../contract/result'
import { step } from './machine'
import { code, doubted, events, fails, opened, otp, reads, sending, sends, waits } from './machine.testing'
import type { EnrolmentEvent, In, Open } from './state'

const { SMS: sms, OTP: app } = opened
type Refused = Extract<EnrolmentEvent, { type: 'refused' }>

const refused = (failure: Failure, more: Partial<Refused> = {}): Refused => ({
  type: 'refused',
  failure,
  final: false,
  ...more
})
const confirming = (open: Open, typed = code): In<'verifying'> => ({ phase: 'verifying', ...open, code: typed })
const knowing = (open: Open, failure: Failure): Open => ({
  ...open,
  refused: [...open.refused, { passcode: code.passcode, failure }],
  resendAt: failure.code === 'passcodeWrong' ? open.resendAt : failure.at
})
const unsaid = fails('enrolmentRefused')
const renewed = { ...code, renewed: true } as const

describe('a refused code', () => {
  it('ends an enrolment that no other entry can heal', () => {
    const bound = fails('factorAlreadyBound')
    expect(step(confirming(sms), refused(bound, { final: true }))).toStrictEqual({
      state: { phase: 'failed', factorType: 'SMS', failure: bound }
    })
  })

  it('is not to blame where the server was busy, and is kept if an authenticator app made it', () => {
    const busy = fails('serverFault', 12_000)
    expect(step(confirming(sms), refused(busy))).toStrictEqual({ state: { ...waits(sms), failure: busy } })
    expect(step(confirming(app), refused(busy))).toStrictEqual({
      state: { ...waits(app), failure: busy, kept: { code, until: 22_000 } }
    })
  })

  it('that was sent to the person is remembered with its failure, beside those before it', () => {
    const before = { ...sms, refused: [{ passcode: '654321', failure: fails('passcodeWrong') }] }
    const wrong = fails('passcodeWrong')
    expect(step(confirming(before), refused(wrong))).toStrictEqual({
      state: { ...waits(knowing(before, wrong)), failure: wrong }
    })
    const said = fails('passcodeRefused')
    expect(step(confirming(sms), refused(unsaid))).toStrictEqual({
      state: { ...waits(knowing(sms, said)), failure: said }
    })
  })

  it('that the key calls right gets one new challenge, and the list is read before the outcome of that is shown', () => {
    const right = fails('rightPasscodeRefused')
    const known = knowing(app, right)
    expect(step(confirming(app), refused(unsaid, { aheadMs: 0 }))).toStrictEqual({
      state: { ...sends(doubted(known, false)), entry: renewed },
      effect: sending(app)
    })
    expect(step(confirming(app, renewed), refused(unsaid, { aheadMs: 0 }))).toStrictEqual({
      state: { ...waits(known), failure: right }
    })
  })

  it('that the key calls wrong gets none', () => {
    const wrong = fails('passcodeWrong')
    expect(step(confirming(app), refused(unsaid))).toStrictEqual({
      state: { ...waits(knowing(app, wrong)), failure: wrong }
    })
  })

  it.each([{}, { aheadMs: -30_000 }])('without a clear answer is looked up in the list: %j', (more) => {
    const refusal = { failure: unsaid, final: true, ...more, code }
    expect(step(confirming(sms), refused(unsaid, { ...more, final: true, unclear: true }))).toStrictEqual(
      reads(doubted(sms, false), { refusal })
    )
  })

  it('after a confirmation in doubt is looked up in the list', () => {
    const open = doubted(sms, true)
    const refusal = { failure: unsaid, final: false }
    expect(step(confirming(open), refused(unsaid))).toStrictEqual(reads(open, { refusal: { ...refusal, code } }))
    expect(step({ phase: 'verifying', ...open }, refused(unsaid))).toStrictEqual(reads(open, { refusal }))
  })
})

it('an answer that is lost leaves the enrolment in doubt, even if a later one comes', () => {
  expect(step(confirming(app), events.answerLost)).toStrictEqual(reads(doubted(app, true)))
  const refusal = { failure: unsaid, final: false, code }
  expect(step(confirming(doubted(app, true)), refused(unsaid, { unclear: true }))).toStrictEqual(
    reads(doubted(app, true), { refusal })
  )
})

it('a factor that is bound shows the recovery code of its own challenge', () => {
  const bound = { phase: 'bound', factorType: 'OTP', target: app.target } as const
  expect(step(confirming(app), events.verified)).toStrictEqual({
    state: { ...bound, boundAt: 11_000, recoveryCode: 'r-1' }
  })
  const earlier = { target: app.target, challenge: { ...app.challenge, otp: { ...otp, recoveryCode: 'r-0' } } }
  const unknown = { phase: 'unknown', reading: true, ...app, doubtful: { ...earlier, lost: true } } as const
  expect(step(unknown, events.reread)).toStrictEqual({ state: { ...bound, boundAt: 12_000, recoveryCode: 'r-0' } })
})

describe('a factor that is not in the list', () => {
  const absent = { ...events.reread, bound: false }
  const lookedUp = (open: Open, more: Pick<In<'unknown'>, 'refusal' | 'instead'> = {}) =>
    step({ phase: 'unknown', reading: true, ...open, ...more }, absent)
  const notConfirmed = fails('enrolmentNotConfirmed', 12_000)

  it('was not confirmed, and may still be if an answer was lost', () => {
    for (const open of [sms, doubted(sms, true)]) {
      expect(lookedUp(open)).toStrictEqual({ state: { ...waits(open), failure: notConfirmed } })
    }
    expect(lookedUp(doubted(sms, false))).toStrictEqual({ state: { ...waits(sms), failure: notConfirmed } })
  })

  it('leaves the enrolment where it was to go on', () => {
    const instead = { scanAgain: true, lapsed: true, resendAt: 80_000, failure: fails('rateLimited') }
    expect(lookedUp(doubted(app, false), { instead })).toStrictEqual({ state: { ...waits(app), ...instead } })
    const open = doubted(app, true)
    expect(lookedUp(open, { instead })).toStrictEqual({ state: { ...waits(open), ...instead } })
  })

  it('was refused for good, unless a lost answer may be the reason', () => {
    const refusal = { failure: fails('factorAlreadyBound'), final: true, code }
    expect(lookedUp(doubted(sms, false), { refusal })).toStrictEqual({
      state: { phase: 'failed', factorType: 'SMS', failure: refusal.failure }
    })
    const open = doubted(sms, true)
    const known = {
      ...open,
      refused: [{ passcode: code.passcode, failure: notConfirmed }],
      resendAt: 12_000
    }
    expect(lookedUp(open, { refusal })).toStrictEqual({ state: { ...waits(known), failure: notConfirmed } })
  })

  it('was refused as the server said, although a lost answer came before', () => {
    const wrong = fails('passcodeWrong')
    const open = doubted(sms, true)
    const refusal = { failure: wrong, final: false, code }
    expect(lookedUp(open, { refusal })).toStrictEqual({ state: { ...waits(knowing(open, wrong)), failure: wrong } })
  })

  it('keeps its doubt when its right code gets a new challenge', () => {
    const open = doubted(app, true)
    const refusal = { failure: unsaid, final: false, aheadMs: 0, code }
    expect(lookedUp(open, { refusal })).toStrictEqual({
      state: { ...sends(knowing(open, fails('rightPasscodeRefused'))), entry: renewed },
      effect: sending(app)
    })
  })
})

it('a list that is read again is read for the same reason', () => {
  const refusal = { failure: unsaid, final: false, code }
  const instead = { scanAgain: false, lapsed: true, resendAt: 80_000 }
  for (const reason of [{ refusal }, { instead }]) {
    const state = {
      phase: 'unknown',
      reading: false,
      ...doubted(app, true),
      failure: fails('offline'),
      ...reason
    } as const
    expect(step(state, { type: 'recheck' })).toStrictEqual(reads(doubted(app, true), reason))
  }
})

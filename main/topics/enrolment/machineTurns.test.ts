import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../contract/result'
import { step } from './machine'
import {
  again,
  asking,
  code,
  doubted,
  events,
  fails,
  mail,
  opened,
  otp,
  photo,
  reads,
  sending,
  sends,
  waits
} from './machine.testing'
import type { Effect, In, Open, Step, TypedCode } from './state'

const { SMS: sms, OTP: app, FACE: face } = opened
const confirmed = (open: Open, entry: TypedCode | typeof photo): Step => ({
  state: { phase: 'verifying', ...open, ...('passcode' in entry && { code: entry }) },
  effect: {
    do: 'enrol',
    factorType: open.factorType,
    token: open.challenge.token,
    entry,
    ...(open.challenge.otp && { otp })
  }
})
const refusing = (open: Open, code: Failure['code']): Open => ({
  ...open,
  refused: [{ passcode: '123456', failure: fails(code, 1) }]
})
const renewed: TypedCode = { ...code, renewed: true }
const limited = fails('rateLimited')

describe('a photo', () => {
  const started: In<'started'> = { phase: 'started', factorType: 'FACE', sending: false, agreed: [face.target] }
  const send = { type: 'send', target: face.target, entry: photo, at: 56_999 } as const

  it('waits for its challenge, and is sent as soon as that is there', () => {
    const { state, effect } = step(started, send)
    expect({ state, effect }).toStrictEqual({
      state: { ...started, sending: true, entry: photo },
      effect: sending(face)
    })
    const sent = { ...events.sent, target: face.target, challenge: face.challenge }
    expect(step(state, sent)).toStrictEqual(confirmed(face, photo))
  })

  it('is sent at once while the challenge is open, and gets a new one afterwards', () => {
    expect(step(waits(face), send)).toStrictEqual(confirmed(face, photo))
    expect(step(waits(face), { ...send, at: 57_000 })).toStrictEqual({
      state: { ...sends(face), entry: photo },
      effect: sending(face)
    })
    const sent = { ...events.sent, target: face.target }
    expect(step({ ...sends(face), entry: photo }, sent)).toStrictEqual(
      confirmed({ ...face, challenge: again.SMS, sends: 2, resendAt: 122_000 }, photo)
    )
  })

  it('that is refused leaves no challenge for the next', () => {
    const refused = { type: 'refused', failure: fails('faceMismatch'), final: false } as const
    expect(step({ phase: 'verifying', ...face }, refused)).toStrictEqual({
      state: { ...waits({ ...face, challenge: { ...face.challenge, expiresAt: 0 } }), failure: fails('faceMismatch') }
    })
  })
})

describe('another challenge', () => {
  it('to the same target waits its time, but one to another target does not', () => {
    const early = { ...events.send, at: 60_999 }
    expect(step(waits(sms), early)).toStrictEqual({ state: waits(sms) })
    const question = { target: mail, by: 'dialog' } as const
    expect(step(waits(sms), { ...early, target: mail })).toStrictEqual({
      state: { ...sends(sms), question },
      effect: asking(sms, mail)
    })
    expect(step(waits(app), { ...early, target: app.target })).toStrictEqual({
      state: sends(app),
      effect: sending(app)
    })
  })

  it('is requested in silence nine times at most, and not once a new key has to be scanned', () => {
    const many = { ...app, sends: 9 }
    expect(step(waits(many), events.lapse)).toStrictEqual({ state: sends(many), effect: sending(app) })
    for (const state of [waits({ ...app, sends: 10 }), { ...waits(app), scanAgain: true }]) {
      expect(step(state, events.lapse)).toStrictEqual({ state: { ...state, lapsed: true } })
    }
  })

  it('that is refused may be requested again when the server says so, or a minute after the last', () => {
    const soon = { ...sms, resendAt: 50_000 }
    const notSent = (failure: Failure) => step(sends(soon), { type: 'notSent', failure })
    const named = { ...limited, retryAt: 90_000 }
    expect(notSent(named)).toStrictEqual({ state: { ...waits({ ...soon, resendAt: 90_000 }), failure: named } })
    expect(notSent(limited)).toStrictEqual({ state: { ...waits(sms), failure: limited } })
    expect(notSent(fails('offline'))).toStrictEqual({ state: { ...waits(soon), failure: fails('offline') } })
  })

  it('keeps the code of an authenticator app while the server is too busy', () => {
    const state = { ...sends(app), scanAgain: true, entry: code }
    expect(step(state, { type: 'notSent', failure: { ...limited, at: 12_000 } })).toStrictEqual({
      state: {
        ...waits(app),
        scanAgain: true,
        failure: { ...limited, at: 12_000 },
        kept: { code, until: 22_000 }
      }
    })
  })

  it('that the server refuses for what is done already makes main read the list', () => {
    const open = doubted(sms, true)
    const instead = { scanAgain: false, lapsed: false, resendAt: 61_000 }
    for (const failure of [fails('enrolmentRefused'), fails('factorAlreadyBound')]) {
      expect(step(sends(open), { type: 'notSent', failure })).toStrictEqual(
        reads(open, { instead: { ...instead, failure } })
      )
    }
    const offline = fails('offline')
    expect(step(sends(open), { type: 'notSent', failure: offline })).toStrictEqual({
      state: { ...waits(open), failure: offline }
    })
    expect(step(sends(sms), { type: 'notSent', failure: fails('factorAlreadyBound') })).toStrictEqual({
      state: { ...waits(sms), failure: fails('factorAlreadyBound') }
    })
  })
})

describe('a key that comes again', () => {
  const sent = { ...events.sent, target: app.target, challenge: again.OTP }
  const renewedApp = { ...app, challenge: again.OTP, sends: 2, resendAt: 122_000 }

  it('is still the one that was scanned, or not', () => {
    for (const scanAgain of [true, false]) {
      expect(step({ ...sends(app), scanAgain }, sent)).toStrictEqual({ state: { ...waits(renewedApp), scanAgain } })
    }
  })

  it.each([{ key: 'OTHER' }, { algorithm: 'SHA256' }, { digits: 8 }, { period: 60 }])(
    'has to be scanned again if it gives other codes, and the code of the old one is dropped: %j',
    (change) => {
      const challenge = { ...again.OTP, otp: { ...otp, ...change } }
      const open = { ...renewedApp, challenge }
      expect(step({ ...sends(app), entry: code }, { ...sent, challenge })).toStrictEqual({
        state: { ...waits(open), scanAgain: true }
      })
      const instead = { scanAgain: true, lapsed: false, resendAt: 122_000 }
      const { doubtful } = doubted(app, true)
      expect(step(sends({ ...app, doubtful }), { ...sent, challenge })).toStrictEqual(
        reads({ ...open, doubtful }, { instead })
      )
    }
  )

  it('confirms the code that was typed meanwhile, even one that another challenge refused', () => {
    const state = { ...sends(refusing(app, 'passcodeWrong')), entry: code }
    expect(step(state, sent)).toStrictEqual(confirmed(renewedApp, code))
  })

  it('in the same challenge refuses the same code as before', () => {
    const open = { ...refusing(renewedApp, 'passcodeWrong'), challenge: { ...again.OTP, token: 't-1' } }
    const same = { ...sent, challenge: open.challenge }
    expect(step({ ...sends(refusing(app, 'passcodeWrong')), entry: code }, same)).toStrictEqual({
      state: { ...waits(open), failure: fails('passcodeWrong', 1) }
    })
  })
})

describe('a code', () => {
  const typed = (open: Open, at = 10_000) => step(waits(open), { ...events.verify, at })

  it('of an authenticator app gets a new challenge once its own is over', () => {
    expect(typed(app, 56_999)).toStrictEqual(confirmed(app, { ...code, typedAt: 56_999 }))
    expect(typed(app, 57_000)).toStrictEqual({
      state: { ...sends(app), entry: { ...code, typedAt: 57_000 } },
      effect: sending(app)
    })
    expect(typed(sms, 57_000)).toStrictEqual(confirmed(sms, { ...code, typedAt: 57_000 }))
  })

  it('that was refused is not sent to the same challenge again', () => {
    const wrong = fails('passcodeWrong', 10_000)
    for (const open of [refusing(sms, 'passcodeWrong'), refusing(app, 'passcodeWrong')]) {
      expect(typed(open)).toStrictEqual({ state: { ...waits(open), failure: wrong } })
    }
    const right = refusing(app, 'rightPasscodeRefused')
    expect(typed(right)).toStrictEqual({ state: { ...sends(right), entry: renewed }, effect: sending(app) })
    const sentCode = refusing(sms, 'passcodeExpired')
    expect(typed(sentCode)).toStrictEqual({ state: { ...waits(sentCode), failure: fails('passcodeExpired', 10_000) } })
    const other = { ...sms, refused: [{ passcode: '654321', failure: wrong }] }
    expect(typed(other)).toStrictEqual(confirmed(other, code))
  })

  it('that was kept is sent while it may still be accepted, to a challenge that is open', () => {
    const keeping = { ...waits(app), kept: { code, until: 20_000 } }
    expect(step(keeping, { type: 'resume', at: 56_999 })).toStrictEqual(confirmed(app, code))
    const renewing: { state: In<'challengeSent'>; effect: Effect } = {
      state: { ...sends(app), entry: code },
      effect: sending(app)
    }
    expect(step(keeping, { type: 'resume', at: 57_000 })).toStrictEqual(renewing)
    expect(step(keeping, { type: 'resume', at: 70_000 })).toStrictEqual({ state: waits(app) })
  })
})

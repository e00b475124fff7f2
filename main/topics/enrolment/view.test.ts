import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { enrolmentState } from '../../../contract/enrolment'
import { knownFactorTypes } from '../../../contract/factors'
import type { Enrolment, Open } from './state'
import { viewOf } from './view'

const at = fc.nat()
const flag = fc.boolean()
const secret = fc.uuid().map((text) => `secret-${text}`)
const factorType = fc.constantFrom(...knownFactorTypes)
const failure = fc.record({
  code: fc.constantFrom('passcodeWrong', 'rightPasscodeRefused', 'unreachable', 'enrolmentNotConfirmed'),
  at
})
const target = fc.constantFrom<Open['target']>(
  { kind: 'none' },
  { kind: 'phone', phoneNumber: '7700900150', phoneCountryCode: '+44' },
  { kind: 'email', email: 'ada.moreno@fernhill.example' }
)
const otp = fc.record({
  key: secret,
  uri: secret,
  algorithm: fc.constant('SHA1'),
  digits: fc.constant(6),
  period: fc.constant(30),
  issuer: fc.constant('Fernhill'),
  account: fc.constant('ada'),
  recoveryCode: secret
})
const challenge = fc.record({ token: secret, sentAt: at, expiresAt: at, otp })
const entry = fc.record({ passcode: secret, typedAt: at })
const agreed = fc.array(target)
const question = fc.record({ target, by: fc.constantFrom('dialog', 'signIn'), link: fc.webUrl() })
const refused = fc.array(fc.record({ passcode: secret, failure }))
const open = {
  factorType,
  target,
  before: fc.array(secret),
  challenge,
  sends: at,
  resendAt: at,
  agreed,
  refused,
  doubtful: fc.record({ target, challenge, lost: flag })
}
const inPhase = <Phase extends Enrolment['phase']>(phase: Phase) => ({ phase: fc.constant(phase) })

const anyState: fc.Arbitrary<Enrolment> = fc.oneof(
  fc.record(inPhase('none')),
  fc.record({ ...inPhase('started'), factorType, sending: flag, question, agreed, entry, failure }),
  fc.record({
    ...inPhase('challengeSent'),
    ...open,
    sending: flag,
    question,
    scanAgain: flag,
    lapsed: flag,
    entry,
    kept: fc.record({ code: entry, until: at }),
    failure
  }),
  fc.record({ ...inPhase('verifying'), ...open, code: entry }),
  fc.record({
    ...inPhase('unknown'),
    ...open,
    reading: flag,
    refusal: fc.record({ failure, final: flag, code: entry }),
    instead: fc.record({ scanAgain: flag, lapsed: flag, resendAt: at, failure }),
    failure
  }),
  fc.record({ ...inPhase('bound'), factorType, target, boundAt: at, recoveryCode: secret }),
  fc.record({ ...inPhase('failed'), factorType, failure })
)

describe('what the window sees of an enrolment', () => {
  it('is what the contract allows, with no secret in it and every target masked', () => {
    fc.assert(
      fc.property(anyState, fc.option(fc.integer(), { nil: undefined }), (state, clockError) => {
        const view = viewOf(state, clockError)
        expect(enrolmentState.parse(view)).toEqual(view)
        expect(view.phase).toBe(state.phase)
        expect(JSON.stringify(view)).not.toMatch(/secret-|7700900150|ada\.moreno/)
      })
    )
  })

  it('includes the error of the clock only after a refusal that the clock may explain', () => {
    fc.assert(
      fc.property(anyState, fc.integer(), (state, clockError) => {
        const said = state.phase === 'challengeSent' ? state.failure?.code : undefined
        const codeWrong = said === 'passcodeWrong' || said === 'rightPasscodeRefused'
        const view = viewOf(state, clockError)
        expect('clockErrorMs' in view ? view.clockErrorMs : undefined).toBe(codeWrong ? clockError : undefined)
        expect(viewOf(state, undefined)).not.toHaveProperty('clockErrorMs')
      })
    )
  })
})

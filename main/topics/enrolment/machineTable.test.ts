import { expect, it } from 'vitest'
import { step } from './machine'
import {
  again,
  asking,
  code,
  doubted,
  events,
  fails,
  opened,
  otp,
  phone,
  reads,
  sending,
  sends,
  waits
} from './machine.testing'
import { type Enrolment, type EnrolmentEvent, type In, nothing, type Step } from './state'

const { SMS: sms, OTP: app } = opened
const started: In<'started'> = { phase: 'started', factorType: 'SMS', sending: false, agreed: [phone] }
const notAsked: In<'started'> = { ...started, agreed: [] }
const question = { target: phone, by: 'dialog' } as const
const link = { target: phone, by: 'signIn', link: 'http://127.0.0.1/1' } as const
const verifying: In<'verifying'> = { phase: 'verifying', ...sms, code }
const unknown: In<'unknown'> = { phase: 'unknown', reading: true, ...sms }
const bound: In<'bound'> = { phase: 'bound', factorType: 'OTP', target: phone, boundAt: 5, recoveryCode: 'r-1' }
const sentAgain = { ...sms, challenge: again.SMS, sends: 2, resendAt: 122_000 }
const replaced = { ...app, target: phone, challenge: again.SMS, sends: 2, resendAt: 122_000 }
const declined = fails('confirmationDeclined')

const start: Step = { state: { phase: 'started', factorType: 'EMAIL', sending: false, agreed: [] } }
const leave: Step = { state: nothing }

/** The steps that change something. All other events leave a state as it is. */
const table: [string, Enrolment, Partial<Record<EnrolmentEvent['type'], Step>>][] = [
  ['nothing', nothing, { start }],
  [
    'the choice of a type',
    { ...notAsked, failure: declined },
    {
      send: { state: { ...notAsked, sending: true, question }, effect: asking(sms, phone) },
      start,
      leave
    }
  ],
  [
    'a target that was agreed to',
    { ...started, failure: fails('unreachable') },
    { send: { state: { ...started, sending: true }, effect: sending(sms) }, start, leave }
  ],
  [
    'a question',
    { ...notAsked, sending: true, question },
    {
      asking: { state: { ...notAsked, sending: true, question: link } },
      agreed: { state: { ...started, sending: true }, effect: sending(sms) },
      notAgreed: { state: { ...notAsked, failure: declined } },
      leave
    }
  ],
  [
    'the request for the first challenge',
    { ...started, sending: true },
    {
      sent: { state: waits({ ...sms, challenge: again.SMS, resendAt: 122_000 }) },
      notSent: { state: { ...started, failure: fails('unreachable') } },
      leave
    }
  ],
  [
    'a code that was sent',
    { ...waits(sms), failure: fails('passcodeWrong') },
    {
      send: { state: sends(sms), effect: sending(sms) },
      verify: { state: verifying, effect: { do: 'enrol', factorType: 'SMS', token: 't-1', entry: code } },
      start,
      leave
    }
  ],
  [
    'a key on screen',
    { ...waits(app), failure: fails('passcodeWrong') },
    {
      send: { state: { ...sends(app), question }, effect: asking(app, phone) },
      verify: {
        state: { phase: 'verifying', ...app, code },
        effect: { do: 'enrol', factorType: 'OTP', token: 't-1', entry: code, otp }
      },
      lapse: { state: { ...sends(app), failure: fails('passcodeWrong') }, effect: sending(app) },
      start,
      leave
    }
  ],
  [
    'a code that waits until the server has time',
    { ...waits(app), kept: { code: { ...code, passcode: '654321' }, until: 20_000 } },
    {
      send: { state: { ...sends(app), question }, effect: asking(app, phone) },
      verify: { state: { ...waits(app), kept: { code, until: 20_000 } } },
      resume: {
        state: { phase: 'verifying', ...app, code: { ...code, passcode: '654321' } },
        effect: { do: 'enrol', factorType: 'OTP', token: 't-1', entry: { ...code, passcode: '654321' }, otp }
      },
      lapse: { state: sends(app), effect: sending(app) },
      start,
      leave
    }
  ],
  [
    'the request for another code',
    { ...sends(sms), failure: fails('passcodeWrong') },
    {
      sent: { state: { ...waits(sentAgain), failure: fails('passcodeWrong') } },
      notSent: { state: { ...waits(sms), failure: fails('unreachable') } },
      leave
    }
  ],
  [
    'the request for the key again',
    sends(app),
    {
      sent: { state: waits(replaced) },
      notSent: { state: { ...waits(app), lapsed: true, failure: fails('unreachable') } },
      verify: { state: { ...sends(app), entry: code } },
      leave
    }
  ],
  [
    'a question about another target',
    { ...sends({ ...sms, agreed: [] }), scanAgain: true, failure: fails('passcodeWrong'), question },
    {
      asking: {
        state: {
          ...sends({ ...sms, agreed: [] }),
          scanAgain: true,
          failure: fails('passcodeWrong'),
          question: link
        }
      },
      agreed: { state: { ...sends(sms), scanAgain: true, failure: fails('passcodeWrong') }, effect: sending(sms) },
      notAgreed: { state: { ...waits({ ...sms, agreed: [] }), scanAgain: true, failure: declined } },
      leave
    }
  ],
  [
    'a confirmation',
    verifying,
    {
      verified: { state: { phase: 'bound', factorType: 'SMS', target: phone, boundAt: 11_000 } },
      refused: {
        state: {
          ...waits({ ...sms, refused: [{ passcode: '123456', failure: fails('passcodeExpired') }], resendAt: 9 }),
          failure: fails('passcodeExpired')
        }
      },
      answerLost: reads(doubted(sms, true)),
      start: { state: verifying },
      leave: { state: verifying }
    }
  ],
  [
    'the list that is read',
    unknown,
    {
      reread: { state: { phase: 'bound', factorType: 'SMS', target: phone, boundAt: 12_000 } },
      notReread: { state: { ...unknown, reading: false, failure: fails('offline') } },
      leave
    }
  ],
  [
    'the list that could not be read',
    { ...unknown, reading: false, failure: fails('offline') },
    { recheck: reads(sms), start, leave }
  ],
  [
    'a factor that is bound',
    bound,
    { kept: { state: { phase: 'bound', factorType: 'OTP', target: phone, boundAt: 5 } }, start, leave }
  ],
  ['a failure', { phase: 'failed', factorType: 'SMS', failure: fails('factorAlreadyBound') }, { start, leave }]
]

it.each(table)('an enrolment goes on from %s as the event demands, and in no other way', (_name, state, known) => {
  for (const event of Object.values(events)) {
    expect([event.type, step(state, event)]).toStrictEqual([event.type, known[event.type] ?? { state }])
  }
})

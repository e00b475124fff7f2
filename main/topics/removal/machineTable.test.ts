import { expect, it } from 'vitest'
import type { ErrorCode, Failure } from '../../../contract/result'
import { step } from './machine'
import { nothing, type Removal, type RemovalEvent, type Step, type Subject } from './state'

const phone: Subject = {
  factorId: 'phone',
  factorType: 'SMS',
  target: { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' }
}
const app: Subject = { factorId: 'app', factorType: 'OTP', target: { kind: 'none' } }
const failure = (code: ErrorCode): Failure => ({ code, at: 0 })

/** One event of each kind, at a moment when another code may be requested. */
const events: { [Type in RemovalEvent['type']]: Extract<RemovalEvent, { type: Type }> } = {
  start: { type: 'start' },
  checked: { type: 'checked', subject: phone, by: 'dialog' },
  notChecked: { type: 'notChecked' },
  linked: { type: 'linked', link: 'http://127.0.0.1/1' },
  confirmed: { type: 'confirmed', factorId: 'phone' },
  kept: { type: 'kept' },
  notConfirmed: { type: 'notConfirmed', failure: failure('confirmationDeclined') },
  done: { type: 'done', at: 70_000 },
  refused: { type: 'refused', failure: failure('rejected') },
  doubtful: { type: 'doubtful', failure: failure('unreachable') },
  sendCode: { type: 'sendCode', at: 65_000 },
  codeSent: { type: 'codeSent', at: 70_000 },
  codeNotSent: { type: 'codeNotSent', failure: failure('unreachable') },
  confirmCode: { type: 'confirmCode', passcode: '123456' },
  recheck: { type: 'recheck' },
  reread: { type: 'reread', bound: true },
  notReread: { type: 'notReread', failure: failure('offline') },
  leave: { type: 'leave' }
}

const code = { phase: 'codeNeeded', subject: phone, sentAt: 5_000, resendAt: 65_000 } as const
const unknown = { phase: 'unknown', subject: phone, reading: true, otherwise: failure('rejected') } as const
const rereadFor = (otherwise: Failure): Step => ({
  state: { phase: 'unknown', subject: phone, reading: true, otherwise },
  effect: { do: 'reread', factorId: 'phone' }
})
const start: Step = { state: { phase: 'checking' } }
const leave: Step = { state: nothing }

/** The steps that change something. All other events leave a state as it is. */
const steps: [string, Removal, Partial<Record<RemovalEvent['type'], Step>>][] = [
  ['nothing', nothing, { start }],
  [
    'the question that is prepared',
    { phase: 'checking' },
    {
      checked: {
        state: { phase: 'confirming', subject: phone, by: 'dialog' },
        effect: { do: 'confirm', subject: phone, by: 'dialog' }
      },
      notChecked: { state: nothing },
      leave
    }
  ],
  [
    'the question',
    { phase: 'confirming', subject: phone, by: 'dialog' },
    {
      linked: { state: { phase: 'confirming', subject: phone, by: 'dialog', link: 'http://127.0.0.1/1' } },
      kept: { state: nothing },
      notConfirmed: { state: { phase: 'failed', failure: failure('confirmationDeclined') } },
      confirmed: { state: { phase: 'removing', subject: phone }, effect: { do: 'reset', subject: phone } },
      leave
    }
  ],
  [
    'the request',
    { phase: 'removing', subject: phone },
    {
      done: { state: { phase: 'removed' } },
      doubtful: rereadFor(failure('unreachable')),
      refused: { state: { phase: 'failed', failure: failure('rejected') } }
    }
  ],
  [
    'a code that is needed',
    { ...code, failure: failure('passcodeWrong') },
    {
      sendCode: { state: { ...code, asking: 'code' }, effect: { do: 'sendCode', target: phone.target } },
      confirmCode: {
        state: { ...code, asking: 'unbinding' },
        effect: { do: 'unbind', subject: phone, passcode: '123456' }
      },
      start,
      leave
    }
  ],
  [
    'a code that is being sent',
    { ...code, asking: 'code' },
    {
      codeSent: { state: { ...code, sentAt: 70_000, resendAt: 130_000 } },
      codeNotSent: { state: { ...code, failure: failure('unreachable') } },
      leave
    }
  ],
  [
    'a code that is checked',
    { ...code, asking: 'unbinding' },
    {
      done: rereadFor({ code: 'onlyContactRemoved', at: 70_000 }),
      doubtful: rereadFor(failure('unreachable')),
      refused: { state: { ...code, failure: failure('rejected') } }
    }
  ],
  [
    'an outcome that is looked up',
    unknown,
    {
      reread: { state: { phase: 'failed', failure: failure('rejected') } },
      notReread: { state: { ...unknown, reading: false, failure: failure('offline') } },
      leave
    }
  ],
  [
    'an outcome that could not be looked up',
    { ...unknown, reading: false, failure: failure('offline') },
    { recheck: rereadFor(failure('rejected')), start, leave }
  ],
  ['the end', { phase: 'removed' }, { start, leave }],
  ['a failure', { phase: 'failed', failure: failure('rejected') }, { start, leave }]
]

it.each(steps)('a removal goes on from %s as the event demands, and in no other way', (_name, state, known) => {
  for (const event of Object.values(events)) {
    expect([event.type, step(state, event)]).toStrictEqual([event.type, known[event.type] ?? { state }])
  }
})

it('a removal takes no agreement to remove another factor', () => {
  const asked: Removal = { phase: 'confirming', subject: phone, by: 'dialog' }
  expect(step(asked, { type: 'confirmed', factorId: 'app' })).toStrictEqual({ state: asked })
})

it('a removal may need a code only for a factor with a number or an address', () => {
  const wanted: RemovalEvent = { type: 'refused', failure: failure('rejected'), codeMayDo: true }
  expect(step({ phase: 'removing', subject: phone }, wanted)).toStrictEqual({
    state: { phase: 'codeNeeded', subject: phone, sentAt: 0, resendAt: 0 }
  })
  expect(step({ phase: 'removing', subject: app }, wanted)).toStrictEqual({
    state: { phase: 'failed', failure: failure('rejected') }
  })
})

it('a code may be requested again at once if perhaps none was sent, and otherwise when it is time', () => {
  const asking: Removal = { ...code, asking: 'code' }
  const lost = failure('codeMayArrive')
  expect(step(asking, { type: 'codeSent', at: 70_000, failure: lost })).toStrictEqual({
    state: { ...code, sentAt: 70_000, resendAt: 70_000, failure: lost }
  })
  const limited: Failure = { code: 'rateLimited', at: 0, retryAt: 90_000 }
  expect(step(asking, { type: 'codeNotSent', failure: limited })).toStrictEqual({
    state: { ...code, resendAt: 90_000, failure: limited }
  })
  expect(step(code, { type: 'sendCode', at: 64_999 })).toStrictEqual({ state: code })
})

it('a code is of no use once the factor turns out to be the last', () => {
  const refused: RemovalEvent = { type: 'refused', failure: failure('lastMethod') }
  expect(step({ ...code, asking: 'unbinding' }, refused)).toStrictEqual({
    state: { phase: 'failed', failure: failure('lastMethod') }
  })
})

it('a factor that is no longer in the list is removed', () => {
  expect(step(unknown, { type: 'reread', bound: false })).toStrictEqual({ state: { phase: 'removed' } })
})

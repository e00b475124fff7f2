import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { EnrolmentTarget } from '../../../contract/enrolment'
import { knownFactorTypes } from '../../../contract/factors'
import { step } from './machine'
import {
  answer,
  carryOut,
  type Confirmation,
  failure,
  type Handling,
  pairOf,
  serverWith,
  type Server
} from './server.testing'
import { type Enrolment, type EnrolmentEvent, isBusy, nothing, type Effect } from './state'
import { viewOf } from './view'

/** The machine, with the effect that is under way for it. */
interface Running {
  state: Enrolment
  underWay: Effect | undefined
  /** True if a confirmation got no answer and the lists have not been read since. */
  unread: boolean
  /** The number of times that the last typed code was sent. */
  tries: number
}

/** Every phase and every end that the sequences have reached, because otherwise all might stop early unseen. */
const reached = new Set<string>()

function dispatch(server: Server, running: Running, event: EnrolmentEvent): void {
  const { state, effect } = step(running.state, event)
  if (effect) {
    hold('no two requests are under way', running.underWay === undefined)
    running.underWay = effect
  }
  if (event.type === 'verify' && state !== running.state) running.tries = 0
  if (effect?.do === 'enrol') running.tries++
  // The server was too busy to look at the code, so this try does not count.
  if (event.type === 'refused' && isPassing(event.failure) && !event.unclear) running.tries--
  if (event.type === 'answerLost') running.unread = true
  if (event.type === 'reread') running.unread = false
  if (state.phase === 'none' || (event.type === 'start' && state !== running.state)) {
    Object.assign(running, { underWay: undefined, unread: false, tries: 0 })
    Object.assign(server, { bound: [], lost: new Set(), late: undefined, agreed: new Set(), refused: new Set() })
  }
  running.state = state
  check(server, running, event)
}

function check(server: Server, { state, underWay, unread, tries }: Running, event: EnrolmentEvent): void {
  const { phase } = state
  if ('failure' in state) reached.add(state.failure.code)
  hold('nothing is sent to where nobody agreed', underWay?.do !== 'send' || isAgreed(server, underWay.target))
  hold('nobody is asked twice', underWay?.do !== 'ask' || !isAgreed(server, underWay.target))
  hold('a question is shown exactly while it is asked', 'question' in state === (underWay?.do === 'ask'))
  reached.add(phase)
  hold('it is busy exactly while a request is under way', isBusy(state) === (underWay !== undefined))
  hold('nothing is confirmed before the lists are read again', !(unread && underWay?.do === 'enrol'))
  hold('nothing is bound twice', server.bound.length <= 1)
  hold('only what is bound is called bound', phase !== 'bound' || server.bound.length === 1)
  hold('what is bound is never called failed', phase !== 'failed' || (server.bound.length === 0 && !server.late))
  hold('what the lists show as bound is bound', !(event.type === 'reread' && event.bound) || phase === 'bound')
  hold('no secret stays', !['none', 'started', 'failed'].includes(phase) || !holdsSecret(state))
  hold('no secret reaches the window', !holdsSecret(viewOf(state, undefined)))
  if (phase === 'bound') checkBound(server, state)
  if (underWay?.do !== 'enrol') return
  hold('a refused code does not go to the same challenge again', !server.refused.has(pairOf(underWay) ?? 'a photo'))
  hold('one typed code goes to two challenges at most', !('passcode' in underWay.entry) || tries <= 2)
  if (underWay.factorType === 'OTP') checkEntry(server, underWay)
}

const isPassing = ({ code }: { code: string }): boolean => code === 'rateLimited' || code === 'serverFault'
const isAgreed = ({ agreed }: Server, to: EnrolmentTarget): boolean => agreed.has(JSON.stringify(to))

function checkBound({ bound: [binding], lost }: Server, state: Extract<Enrolment, { phase: 'bound' }>): void {
  reached.add(lost.size > 0 ? 'bound, known by the lists' : 'bound, as answered')
  // Two lost answers leave two candidates, and the lists do not say which one is bound.
  if (lost.size > 1) return
  const { recoveryCode, target } = state
  hold('it is bound where it is said to be', JSON.stringify(target) === binding?.target)
  hold('the recovery code is the bound one’s', recoveryCode === undefined || recoveryCode === binding?.recoveryCode)
  hold('nothing else is kept', !/secret-(token|key)/.test(JSON.stringify(state)))
}

function checkEntry({ opened }: Server, { token, entry }: Confirmation): void {
  const key = opened.get(token)?.challenge.otp?.key
  hold('an entry made from one key never confirms another', !key || !('passcode' in entry) || entry.passcode === key)
}

const holdsSecret = (shown: object): boolean => JSON.stringify(shown).includes('secret-')

function hold(rule: string, holds: boolean): void {
  if (!holds) expect.unreachable(`Broken: ${rule}.`)
}

class Command implements fc.Command<Server, Running> {
  constructor(
    private readonly name: string,
    private readonly fits: (running: Running, server: Server) => boolean,
    private readonly act: (server: Server, running: Running) => void
  ) {}
  check = () => true
  run(server: Server, running: Running): void {
    if (this.fits(running, server)) this.act(server, running)
  }
  toString = () => this.name
}

const always = () => true
const said = (event: EnrolmentEvent) =>
  new Command(event.type, always, (server, running) => dispatch(server, running, event))

const target = fc.constantFrom<EnrolmentTarget>(
  { kind: 'none' },
  { kind: 'phone', phoneNumber: '7700900150', phoneCountryCode: '+44' },
  { kind: 'email', email: 'ada@harbour.example' }
)
const start = fc.constantFrom(...knownFactorTypes).map((factorType) => said({ type: 'start', factorType }))
const send = fc.tuple(target, fc.boolean()).map(([to, withPhoto]) => {
  const entry = { photo: Uint8Array.of(1) }
  return new Command(withPhoto ? 'sendPhoto' : `send to ${to.kind}`, always, (server, running) =>
    dispatch(server, running, { type: 'send', target: to, at: server.now, ...(withPhoto && { entry }) })
  )
})
/** Types the code of the key on screen. */
function typeCode(server: Server, running: Running): void {
  const passcode = 'challenge' in running.state ? (running.state.challenge.otp?.key ?? '') : ''
  dispatch(server, running, { type: 'verify', passcode, at: server.now })
}
const verify = fc.constant(new Command('verify', always, typeCode))
const goOn = target.map(
  (to) =>
    new Command('go on', always, (server, running) => {
      const { phase } = running.state
      if (phase === 'none') dispatch(server, running, { type: 'start', factorType: 'OTP' })
      if (phase === 'started') dispatch(server, running, { type: 'send', target: to, at: server.now })
      if (phase === 'challengeSent') typeCode(server, running)
      if (phase === 'unknown') dispatch(server, running, { type: 'recheck' })
    })
)
const due = (type: 'lapse' | 'resume') =>
  new Command(type, always, (server, running) => dispatch(server, running, { type, at: server.now }))
const person = fc.constantFrom(due('lapse'), due('resume'), said({ type: 'recheck' }), said({ type: 'kept' }))
const leave = fc.constant(said({ type: 'leave' }))
const wait = fc
  .constantFrom(1_000, 57_000, 61_000)
  .map((ms) => new Command(`wait ${ms} ms`, always, (server) => (server.now += ms)))
const handled = fc
  .record({
    does: fc.oneof(
      { weight: 8, arbitrary: fc.constant('answers' as const) },
      { weight: 3, arbitrary: fc.constant('refuses' as const) },
      { weight: 2, arbitrary: fc.constantFrom('refuses oddly' as const, 'acts oddly' as const) },
      {
        weight: 4,
        arbitrary: fc.constantFrom('loses the request', 'loses the answer', 'acts after all')
      }
    ),
    keepsKey: fc.boolean(),
    keepsToken: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    final: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
    refusal: fc.constantFrom('passcodeWrong', 'enrolmentRefused', 'factorAlreadyBound', 'rateLimited', 'serverFault'),
    aheadMs: fc.constantFrom(undefined, 0, 0, -30_000)
  } satisfies Record<keyof Handling, unknown>)
  .map(
    (handling) =>
      new Command(
        `server ${JSON.stringify(handling)}`,
        ({ underWay }) => underWay !== undefined,
        (server, running) => {
          const request = running.underWay
          running.underWay = undefined
          if (request) dispatch(server, running, answer(server, request, handling))
        }
      )
  )
const late = fc.constant(
  new Command(
    'server acts after all',
    (_running, { late: confirmation }) => confirmation !== undefined,
    (server) => {
      if (server.late) carryOut(server, server.late)
      server.late = undefined
    }
  )
)
/** An outcome that nobody waits for. */
const stray = fc
  .constantFrom<EnrolmentEvent>(
    { type: 'agreed', target: { kind: 'none' } },
    { type: 'notAgreed', failure },
    { type: 'notSent', failure },
    { type: 'verified', at: 0 },
    { type: 'refused', failure, final: true },
    { type: 'answerLost', failure },
    { type: 'reread', bound: true, at: 0 },
    { type: 'notReread', failure }
  )
  .map(
    (event) =>
      new Command(
        `stray ${event.type}`,
        ({ underWay }) => underWay === undefined,
        (_server, { state }) => hold('a stray answer changes nothing', step(state, event).state === state)
      )
  )

/** Commands, weighted so that most sequences get far. Those that end an enrolment are rare. */
const life = fc.oneof(
  { weight: 24, arbitrary: handled },
  { weight: 12, arbitrary: goOn },
  { weight: 6, arbitrary: send },
  { weight: 6, arbitrary: late },
  { weight: 4, arbitrary: verify },
  { weight: 4, arbitrary: person },
  { weight: 2, arbitrary: wait },
  { weight: 2, arbitrary: stray },
  { weight: 1, arbitrary: start },
  { weight: 1, arbitrary: leave }
)

it('holds its promises in every order of events, whatever the server does', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2),
      fc.constantFrom(...knownFactorTypes),
      fc.commands([life], { maxCommands: 60, size: 'max' }),
      (limit, factorType, commands) =>
        fc.modelRun(
          () => ({
            model: serverWith(limit),
            real: {
              state: step(nothing, { type: 'start', factorType }).state,
              underWay: undefined,
              unread: false,
              tries: 0
            }
          }),
          commands
        )
    ),
    { numRuns: 10_000 }
  )
  expect([...reached].sort()).toEqual([
    'bound',
    'bound, as answered',
    'bound, known by the lists',
    'challengeSent',
    'enrolmentNotConfirmed',
    'enrolmentRefused',
    'factorAlreadyBound',
    'failed',
    'none',
    'passcodeOfAnotherTime',
    'passcodeRefused',
    'passcodeWrong',
    'rateLimited',
    'rightPasscodeRefused',
    'serverFault',
    'started',
    'unexpected',
    'unknown',
    'verifying'
  ])
})

it('accepts an agreement only for the target that was asked about', () => {
  const mail: EnrolmentTarget = { kind: 'email', email: 'ada@harbour.example' }
  const started = step(nothing, { type: 'start', factorType: 'EMAIL' }).state
  const { state: asking } = step(started, { type: 'send', target: mail, at: 0 })
  const other = step(asking, { type: 'agreed', target: { kind: 'email', email: 'eve@harbour.example' } })
  expect(other).toEqual({ state: asking })
  expect(step(asking, { type: 'agreed', target: mail }).effect).toMatchObject({ do: 'send', target: mail })
})

import fc from 'fast-check'
import type { IncidentCause, IncidentStep, IncidentSubject } from '../../../contract/incident'
import { incidentSteps } from '../../../contract/incident'
import type { Failure } from '../../../contract/result'
import { step } from './machine'
import { type Effect, type Event, type Incident, keptIncident, type Sent, type State, unread } from './state'

export const cause: IncidentCause = { at: 500, success: true, app: 'Pharmacy', countryCode: 'BR' }
export const failure: Failure = { code: 'unreachable', at: 0 }
/** The name that a person types, which must reach no disk. */
const typedName = 'the-name-that-was-typed'

/** The things that may happen at any time: the person acts, what is under way ends in some way, or the app is killed. */
export type Happening =
  | { do: 'start' | 'openPage' | 'check' | 'vouch' | 'skip' | 'retry' | 'stop' | 'goOn' | 'load' }
  | { do: 'decide'; removes: number }
  /** `how` chooses among the outcomes. */
  | { do: 'settle'; how: number }
  | { do: 'kill'; how: number }
  | { do: 'changePassword' }
  | { do: 'addFactor' }

export const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { do: 'start' },
    { do: 'openPage' },
    { do: 'check' },
    { do: 'vouch' },
    { do: 'skip' },
    { do: 'retry' },
    { do: 'stop' },
    { do: 'goOn' },
    { do: 'load' },
    { do: 'changePassword' },
    { do: 'addFactor' }
  ),
  fc.record({ do: fc.constant('decide' as const), removes: fc.nat(7) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('settle' as const), how: fc.nat(5) }) },
  fc.record({ do: fc.constant('kill' as const), how: fc.nat(1) })
)

/** A tenant, a disk and a person around the machine. They decide nothing: every possible outcome may come. */
export class World {
  state: State = unread
  underWay: Effect | undefined
  /** The text of the file; undefined if there is none. */
  disk: string | undefined
  factors = ['one', 'two', 'three']
  /** The devices with a session; undefined if the tenant lists none. */
  sessions: string[] | undefined = ['phone', 'tablet']
  /** When somebody last signed in on a device. */
  readonly usedAt = new Map<string, number>()
  /** When the person last signed in to this app in its present run. */
  signedInAt: number | undefined
  passwordSetAt: number | undefined = 100
  /** Those that the tenant has removed, in order. */
  readonly removed: string[] = []
  /** The incidents in which the tenant has removed them, by their beginning. */
  private readonly removedIn: (number | undefined)[] = []
  /** Those that the person has said are not theirs. */
  readonly decided = new Set<string>()
  /** True while the command of the send that is under way is known to the disk. */
  readonly broken: string[] = []
  clock = 1_000

  get kept(): Incident | undefined {
    return this.disk === undefined ? undefined : keptIncident.parse(JSON.parse(this.disk)).incident
  }

  /** Returns those that were removed in the incident on the disk. An earlier one had a timeline of its own. */
  removedNow(): string[] {
    const { kept } = this
    return this.removed.filter((_, index) => kept && this.removedIn[index] === kept.startedAt)
  }

  private hold(rule: string, holds: boolean): void {
    if (!holds) this.broken.push(rule)
  }

  send(event: Event): void {
    const before = this.state
    const { state, effect } = step(before, event)
    this.state = state
    if (effect) {
      this.hold('one thing is under way at a time', this.underWay === undefined)
      this.underWay = effect
      if (effect.do === 'send') this.checkSend(effect)
    }
    this.hold('what is under way is known', (this.underWay !== undefined) === (state.doing !== undefined))
    // A result that could not be written did not happen.
    const isBack = event.type === 'failed' && state.incident?.results === state.saved?.results
    this.hold('an outcome of a step stays', !before.incident || isBack || keepsResults(before.incident, state))
  }

  private checkSend({ subject: { id }, agreed }: Extract<Effect, { do: 'send' }>): void {
    const { kept } = this
    this.hold('the consent is written before it counts', !agreed || kept?.sentAt !== undefined)
    this.hold('it is written before it is sent', kept?.sending === true && kept.queue[0]?.id === id)
    this.hold('nothing is sent that nobody decided', this.decided.has(id))
    this.hold(
      'what was taken away is not sent again',
      this.factors.includes(id) || this.sessions?.includes(id) === true
    )
  }

  happen(one: Happening): void {
    const at = (this.clock += 10)
    switch (one.do) {
      case 'start':
        this.send({ type: 'start', cause, steps: incidentSteps, at })
        break
      case 'decide':
        this.decide(one.removes, at)
        break
      case 'settle':
        this.settle(one.how, at)
        break
      case 'kill':
        this.kill(one.how)
        break
      case 'changePassword':
        if (this.passwordSetAt !== undefined) this.passwordSetAt = at
        break
      case 'addFactor':
        this.factors.push(`more-${at}`)
        break
      case 'stop':
      case 'goOn':
      case 'load':
        this.send({ type: one.do })
        break
      default:
        this.send({ type: one.do, at })
    }
  }

  private decide(removes: number, at: number): void {
    const { subjects = [], doing, incident } = this.state
    const remove = subjects.filter((_, index) => (removes & (1 << index)) !== 0).map(({ id }) => id)
    const isTaken = doing === undefined && incident !== undefined && !incident.sending
    if (isTaken) for (const id of remove) this.decided.add(id)
    this.send({ type: 'decide', remove, accountName: typedName, at })
  }

  /** Lets what is under way end. */
  settle(how: number, at = (this.clock += 10)): void {
    const effect = this.underWay
    this.underWay = undefined
    if (effect?.do === 'send' && how === 3 && this.takesUsAlong(effect)) this.comeBack(effect.subject.id, at)
    else if (effect) this.send(this.outcomeOf(effect, how, at))
  }

  private takesUsAlong({ agreed, subject: { id } }: Extract<Effect, { do: 'send' }>): boolean {
    return agreed && this.sessions?.includes(id) === true
  }

  /** Ends a session and ours with it. The person signs in again on the same device. */
  private comeBack(id: string, at: number): void {
    this.removed.push(id)
    this.removedIn.push(this.kept?.startedAt)
    this.usedAt.set(id, at)
    this.signedInAt = at
    this.state = unread
    this.send({ type: 'load' })
  }

  private readonly subject = (id: string): IncidentSubject => ({ id, name: id, usedAt: this.usedAt.get(id) ?? 0 })

  private outcomeOf(effect: Effect, how: number, at: number): Event {
    const fails = how === 5
    switch (effect.do) {
      case 'load':
        if (fails) return { type: 'failed', failure }
        return { type: 'loaded', ...(this.kept && { incident: this.kept }), signedInAt: this.signedInAt }
      case 'keep':
        if (fails) return { type: 'failed', failure }
        this.write(effect)
        return { type: 'kept' }
      case 'open':
        return fails ? { type: 'failed', failure } : { type: 'opened' }
      case 'prove':
        return fails ? { type: 'failed', failure } : { type: 'proof', setAt: this.passwordSetAt, at }
      case 'list':
        return fails
          ? { type: 'failed', failure }
          : { type: 'listed', subjects: this.listOf(effect.step)?.map(this.subject), at }
      case 'send':
        return { type: 'sent', sent: this.answerTo(effect, how), at }
    }
  }

  private listOf(step: IncidentStep): readonly string[] | undefined {
    return step === 'sessions' ? this.sessions : this.factors
  }

  private write({ incident }: Extract<Effect, { do: 'keep' }>): void {
    this.disk = JSON.stringify(incident ? { incident } : {})
    this.hold('no typed name is written', !this.disk.includes(typedName))
  }

  private answerTo({ subject: { id }, step: open, agreed }: Extract<Effect, { do: 'send' }>, how: number): Sent {
    if (how === 0 && !agreed) return { how: 'declined' }
    return open === 'sessions' && !agreed ? { how: 'agreed' } : this.remove(id, how)
  }

  private remove(id: string, how: number): Sent {
    if (how === 1) return { how: 'refused', failure }
    if (how === 2) return { how: 'doubtful', failure }
    this.sessions = this.sessions?.filter((one) => one !== id)
    this.factors = this.factors.filter((one) => one !== id)
    this.removed.push(id)
    this.removedIn.push(this.kept?.startedAt)
    return how === 3 ? { how: 'doubtful', failure } : { how: 'answered' }
  }

  /** Ends the app. What was under way may have been done or not. */
  kill(how: number): void {
    const effect = this.underWay
    if (effect?.do === 'keep' && how === 1) this.write(effect)
    const isSent = effect?.do === 'send' && (effect.step !== 'sessions' || effect.agreed)
    if (isSent && how === 1) this.remove(effect.subject.id, 4)
    this.signedInAt = undefined
    this.underWay = undefined
    this.state = unread
    this.send({ type: 'load' })
  }

  /** Lets everything under way end well, and what is not known be read. */
  comeToRest(): void {
    if (!this.state.known && !this.underWay) this.send({ type: 'load' })
    for (let turn = 0; turn < 40; turn++) {
      if (this.underWay) this.settle(4)
      else if (this.state.incident?.sending) this.send({ type: 'retry', at: (this.clock += 10) })
      else return
    }
    this.broken.push('it comes to rest')
  }
}

const keepsResults = ({ results, startedAt }: Incident, { incident }: State): boolean =>
  incident?.startedAt !== startedAt || Object.keys(results).every((name) => name in incident.results)

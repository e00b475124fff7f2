import type { IncidentAct, IncidentCause, IncidentState } from '../../../contract/incident'
import { incidentSteps } from '../../../contract/incident'
import { AppError } from '../../ground/errors'
import { createRunner } from '../../ground/machine'
import type { Log } from '../../log/log'
import { carryOut, type Place, type Steps } from './effects'
import { step } from './machine'
import { type Effect, type Event, type State, unread } from './state'
import { type Asking, viewOf } from './view'

/** The incident of the account on screen. There is at most one. */
export interface IncidentMode {
  view(): IncidentState
  /** Returns the view, and begins to read the incident from the disk if that was not done. */
  read(): IncidentState
  /** @throws AppError why it could not be read if there is an incident already */
  start(cause: IncidentCause): Promise<void>
  act(act: IncidentAct): Promise<void>
  decide(remove: readonly string[], accountName?: string): Promise<void>
  /** Is called by the start while it asks the person outside of the page, and with undefined after. */
  asks(asking: Asking | undefined): void
  /** Returns the link of the fresh sign-in under way. @throws AppError `invalidInput` if there is none */
  signInLink(): string
  reset(): void
  settled(): Promise<void>
}

interface IncidentParts {
  steps: Steps
  place: Place
  /** See `Session`. */
  signedInAt: () => number | undefined
  onChanged: (view: IncidentState) => void
  log: Log
  now?: () => number
}

export function createIncident(parts: IncidentParts): IncidentMode {
  const { onChanged, now = Date.now } = parts
  let asking: Asking | undefined
  let question = new AbortController()
  const tell = (): void => onChanged(viewOf(runner.state(), asking))
  const runner = createRunner<State, Event, Effect>({
    initial: unread,
    step,
    run(effect, signal) {
      if (effect.do === 'send') question = new AbortController()
      return carryOut({ ...parts, now }, effect, AbortSignal.any([signal, question.signal]))
    },
    onChanged: tell
  })
  const view = (): IncidentState => viewOf(runner.state(), asking)

  async function act(wanted: IncidentAct): Promise<void> {
    switch (wanted) {
      case 'stop':
        // A question that nobody comes back to would hold it up.
        question.abort()
        return runner.send({ type: wanted })
      case 'goOn':
      case 'close':
        return runner.send({ type: wanted })
      case 'cancelQuestion':
        question.abort()
        return
      default:
        return runner.send({ type: wanted, at: now() })
    }
  }

  return {
    view,
    read() {
      void runner.send({ type: 'load' })
      return view()
    },
    async start(cause) {
      void runner.send({ type: 'load' })
      await runner.settled()
      const known = view()
      if (known.phase === 'unread') throw new AppError(known.failure?.code ?? 'notAllowed')
      await runner.send({ type: 'start', cause, steps: incidentSteps, at: now() })
    },
    act,
    decide: (remove, accountName) =>
      runner.send({ type: 'decide', remove, ...(accountName !== undefined && { accountName }), at: now() }),
    asks(next) {
      asking = next
      tell()
    },
    signInLink() {
      if (asking?.link === undefined) throw new AppError('invalidInput')
      return asking.link
    },
    reset() {
      question.abort()
      asking = undefined
      runner.reset()
    },
    settled: () => runner.settled()
  }
}

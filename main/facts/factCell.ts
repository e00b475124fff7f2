import { AppError, appErrorWithin } from '../ground/errors'
import type { Outcome } from '../tenant/client'
import type { Operation } from '../tenant/endpoint'

/** The last answer to one question. `data` is undefined if the tenant does not have what was asked for. */
interface Known<Data> {
  data: Data | undefined
  /** In ms since the epoch. */
  readAt: number
  requestId?: string
}

/** One question to the tenant, with its last answer and whether that still stands. */
export interface FactCell<Data> {
  readonly path: string
  known: () => Known<Data> | undefined
  /** Returns the failure of the last request, or undefined. The answer before it stays. */
  failure: () => AppError | undefined
  /** Is called when a request begins. Returns what is called with its outcome, or without one if it was aborted. */
  asked: () => (outcome?: Outcome) => void
  /** See `AccountFacts.ensure`. An outcome that is younger than `youngMs` counts. */
  ensure: (ask: () => Promise<unknown>, youngMs: number) => Promise<void>
  /** Notes that the tenant does not have what was asked for. */
  lack: () => void
}

export function createFactCell<Data>(operation: Operation<Data>, now: () => number): FactCell<Data> {
  let known: Known<Data> | undefined
  let failure: AppError | undefined
  /** The number of requests that were begun. An answer that a later one has overtaken tells nothing new. */
  let begun = 0
  let heard = 0
  let heardAt = -Infinity
  let underWay: Promise<void> | undefined

  function hear(mine: number, outcome: Outcome): void {
    if (mine < heard) return
    heard = mine
    heardAt = now()
    if ('failure' in outcome) failure = outcome.failure
    else learn(operation.data.parse(outcome.data), outcome.requestId)
  }

  function learn(data: Data | undefined, requestId?: string): void {
    failure = undefined
    known = { data, readAt: now(), ...(requestId !== undefined && { requestId }) }
  }

  function begin(): (outcome?: Outcome) => void {
    const mine = ++begun
    let done = (): void => undefined
    const ended = new Promise<void>((resolve) => {
      done = resolve
    })
    underWay = ended
    return (outcome) => {
      if (outcome) hear(mine, outcome)
      if (underWay === ended) underWay = undefined
      done()
    }
  }

  async function ensure(ask: () => Promise<unknown>, youngMs: number): Promise<void> {
    const before = heard
    await underWay
    if (heard > before || now() - heardAt < youngMs) return
    try {
      await ask()
    } catch (error) {
      // A request that was never made, or was aborted, has told nobody of its failure.
      if (heard === before) failure = appErrorWithin(error) ?? new AppError('unexpected')
    }
  }

  return {
    path: operation.path,
    known: () => known,
    failure: () => failure,
    asked: begin,
    ensure,
    lack: () => learn(undefined)
  }
}

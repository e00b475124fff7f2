import { randomUUID } from 'node:crypto'
import type { JobState } from '../../contract/job'
import { AppError, toFailure } from './errors'

/** Reports how much is done and, if it is known, how much there is to do. */
export type Report = (done: number, total?: number) => void

interface JobParts<I, R> {
  /** Does the work. Once `signal` is aborted, it undoes what must not remain, and rejects. */
  run: (input: I, report: Report, signal: AbortSignal) => Promise<R>
  /** Hears every change of phase, and at most `tellsPerSecond` changes of progress a second, the last one always. */
  onChanged: (state: JobState<R>) => void
  tellsPerSecond?: number
}

/** Runs one long job at a time. */
export interface JobRunner<I, R> {
  state(): JobState<R>
  /** @throws AppError `notAllowed` while a job is running */
  start(input: I): { id: string }
  /**
   * Asks the job of this id to stop. It counts as running until it has stopped, and as finished if it was too late to stop
   * it. Any other id changes nothing.
   */
  cancel(id: string): void
  /** Stops the job and forgets it, as a lock and a sign-out do. Resolves when none of its work is under way. */
  end(): Promise<void>
}

export function createJob<I, R>({ run, onChanged, tellsPerSecond = 4 }: JobParts<I, R>): JobRunner<I, R> {
  let state: JobState<R> = { phase: 'none' }
  let current = new AbortController()
  let work: Promise<void> = Promise.resolve()
  const teller = createTeller(() => onChanged(state), 1_000 / tellsPerSecond)

  function become(next: JobState<R>): void {
    state = next
    teller.now()
  }

  async function perform(id: string, input: I, signal: AbortSignal): Promise<void> {
    const isShown = (): boolean => state.phase === 'running' && state.id === id
    const report: Report = (done, total) => {
      if (state.phase !== 'running' || state.id !== id) return
      state = { phase: 'running', id, ...progress(state.done, done, total) }
      teller.soon()
    }
    try {
      signal.throwIfAborted()
      const result = await run(input, report, signal)
      if (isShown()) become({ phase: 'finished', id, result })
    } catch (error) {
      if (isShown())
        become(signal.aborted ? { phase: 'cancelled', id } : { phase: 'failed', id, failure: toFailure(error) })
    }
  }

  return {
    state: () => state,
    start(input) {
      if (state.phase === 'running') throw new AppError('notAllowed')
      const id = randomUUID()
      const { signal } = (current = new AbortController())
      become({ phase: 'running', id, done: 0 })
      // A job that was forgotten may still be clearing up.
      work = work.then(() => perform(id, input, signal))
      return { id }
    },
    cancel(id) {
      if (state.phase === 'running' && state.id === id) current.abort()
    },
    async end() {
      current.abort()
      if (state.phase !== 'none') become({ phase: 'none' })
      await work
    }
  }
}

/** Returns a progress that the window can draw: it never goes back and never exceeds its total. */
function progress(before: number, done: number, total?: number): { done: number; total?: number } {
  const reached = Math.max(before, whole(done))
  return total === undefined ? { done: reached } : { done: reached, total: Math.max(reached, whole(total)) }
}

const whole = (count: number): number =>
  Number.isNaN(count) ? 0 : Math.min(Math.max(Math.floor(count), 0), Number.MAX_SAFE_INTEGER)

/** Returns `now`, which tells at once, and `soon`, which waits until `interval` ms have passed since it last told. */
function createTeller(tell: () => void, interval: number): { now: () => void; soon: () => void } {
  let timer: NodeJS.Timeout | undefined
  let toldAt = -Infinity

  function now(): void {
    clearTimeout(timer)
    timer = undefined
    toldAt = performance.now()
    tell()
  }

  function soon(): void {
    if (timer !== undefined) return
    // A timer drops the fraction of its time and would come too early.
    const wait = Math.ceil(toldAt + interval - performance.now())
    if (wait <= 0) now()
    else timer = setTimeout(now, wait).unref()
  }

  return { now, soon }
}

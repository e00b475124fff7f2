/** The next state of a machine, and at most one effect, whose outcome comes back as an event. */
export interface Step<State, Effect> {
  readonly state: State
  readonly effect?: Effect
}

interface RunnerParts<State, Event, Effect> {
  readonly initial: State
  /** Returns the same state if the event does not fit. It has no side effects. */
  readonly step: (state: State, event: Event) => Step<State, Effect>
  /**
   * Carries out an effect and resolves to its outcome, if it has one; never rejects. `signal` aborts when the effect is
   * abandoned.
   */
  readonly run: (effect: Effect, signal: AbortSignal) => Promise<Event | undefined>
  /** Hears every new state, before the effect that comes with it begins. */
  readonly onChanged?: (state: State, before: State) => void
}

/** Holds the state of one machine and carries out its effects. */
export interface Runner<State, Event> {
  state(): State
  /** Resolves when everything that the event led to is done. An event that is sent while another is taken comes after it. */
  send(event: Event): Promise<void>
  /** Returns a signal that aborts when everything under way is abandoned. */
  signal(): AbortSignal
  /** Abandons what is under way. None of its outcomes reaches the machine. */
  abandon(): void
  /** Abandons everything and goes back to the initial state. */
  reset(): void
  /** Resolves when no effect is under way. */
  settled(): Promise<void>
}

export function createRunner<State, Event, Effect>({
  initial,
  step,
  run,
  onChanged = () => undefined
}: RunnerParts<State, Event, Effect>): Runner<State, Event> {
  let state = initial
  let current = new AbortController()
  let taking = false
  const coming: (() => void)[] = []
  const underWay = new Set<Promise<void>>()

  function become(next: State): void {
    const before = state
    state = next
    if (next !== before) onChanged(next, before)
  }

  function take(event: Event, signal: AbortSignal): Promise<void> {
    const { state: next, effect } = step(state, event)
    become(next)
    if (effect === undefined || signal.aborted) return Promise.resolve()
    const work = perform(effect, signal).finally(() => underWay.delete(work))
    underWay.add(work)
    return work
  }

  async function perform(effect: Effect, signal: AbortSignal): Promise<void> {
    const event = await run(effect, signal)
    if (event !== undefined && !signal.aborted) await send(event)
  }

  function send(event: Event): Promise<void> {
    const { signal } = current
    if (taking) {
      return new Promise((resolve) => {
        coming.push(() => resolve(signal.aborted ? undefined : take(event, signal)))
      })
    }
    taking = true
    try {
      const done = take(event, signal)
      for (let next = coming.shift(); next; next = coming.shift()) next()
      return done
    } finally {
      taking = false
    }
  }

  function abandon(): void {
    current.abort()
    current = new AbortController()
  }

  return {
    state: () => state,
    send,
    signal: () => current.signal,
    abandon,
    reset() {
      abandon()
      become(initial)
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay)
    }
  }
}

/** Tells whether somebody can see the window. */
export interface Attention {
  isVisible(): boolean
  /** Adds a listener that hears of each focus, and each time the window comes or goes. Returns what removes it. */
  onChange(listener: () => void): () => void
}

/** Decides when the tenant is asked whether anything has changed. */
export interface Scheduler {
  /** Starts to look: soon, and from then on at each focus and every quarter of an hour while the window is visible. */
  begin(): void
  /** Notes that the tenant was asked just now, for whatever reason. */
  asked(): void
  /** Never looks again, until `begin`. */
  end(): void
}

interface SchedulerParts {
  /** Asks the tenant. It never rejects. */
  look: () => Promise<void>
  /** Resolves to when the tenant was last asked, even by an earlier run or another process. It never rejects. */
  lastAsked: () => Promise<number | undefined>
  attention: Attention
  /** The first look does not compete with the requests of the first page, in ms. */
  firstMs?: number
  now?: () => number
  /** Returns a number from 0 to 1. */
  random?: () => number
}

/** The age from which an answer is too old, in ms. */
export const intervalMs = 15 * 60_000
/** Each wait is longer by a random part of itself, so that no crowd of computers asks at once. */
const jitter = 0.2

export function createScheduler(parts: SchedulerParts): Scheduler {
  const { look, lastAsked, attention, firstMs = 20_000, now = Date.now, random = Math.random } = parts
  let askedAt = -Infinity
  let timer: NodeJS.Timeout | undefined
  let stopListening: (() => void) | undefined
  let watching = false
  let looking = false

  function wait(ms: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void attend(), ms * (1 + jitter * random()))
    timer.unref()
  }

  /** A function, because it may end during a look. */
  const isWatching = (): boolean => watching

  /** Resolves to the time until the last answer is too old, in ms. One from the future tells of a clock that was set back. */
  async function left(): Promise<number> {
    askedAt = Math.max(askedAt, (await lastAsked()) ?? -Infinity)
    const age = now() - askedAt
    return age >= 0 && age < intervalMs ? intervalMs - age : 0
  }

  /** Looks if somebody is there and the last answer is too old, and waits for the next time. */
  async function attend(): Promise<void> {
    if (!watching) return
    stopListening ??= attention.onChange(() => void attend())
    if (looking || !attention.isVisible()) return
    looking = true
    const young = await left()
    if (young === 0 && isWatching()) {
      askedAt = now()
      await look()
    }
    looking = false
    if (isWatching()) wait(young || intervalMs)
  }

  return {
    begin() {
      if (watching) return
      watching = true
      askedAt = -Infinity
      wait(firstMs)
    },
    asked() {
      askedAt = now()
    },
    end() {
      watching = false
      clearTimeout(timer)
      stopListening?.()
      stopListening = undefined
    }
  }
}

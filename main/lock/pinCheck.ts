import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import type { LockFile, StoredPin } from './lockFile'
import { isPinOf, verifierOf } from './verifier'

/** Wrong tries after which only a new sign-in helps. */
const mostAttempts = 10
const freeAttempts = 3
const firstWaitMs = 30_000

/** Looks at PINs: one at a time, a few in all, and more and more slowly, across restarts too. */
export interface PinCheck {
  /** @throws AppError `pinWrong`, `pinTooSoon`, `pinAttemptsSpent`, `lockNotWritten`, or `invalidInput` where no PIN is set */
  check(pin: string): Promise<void>
  /** Sets or replaces the PIN; nothing is counted against it yet. @throws AppError `lockNotWritten` */
  set(pin: string): Promise<void>
  /** When the next try is looked at, in ms since the epoch; `undefined` where it is now. */
  retryAt(): number | undefined
  /** `undefined` while no try was wrong. */
  attemptsLeft(): number | undefined
}

interface Clocks {
  /** ms since the epoch */
  now?: () => number
  /** ms that nobody can set back */
  monotonic?: () => number
}

export function createPinCheck(
  file: LockFile,
  { now = Date.now, monotonic = () => performance.now() }: Clocks = {}
): PinCheck {
  const inTurn = createQueue()
  let openAt = monotonic() + remainingOf(file.pin(), now())

  const left = (failed: number): number => Math.max(0, mostAttempts - failed)

  function retryAt(): number | undefined {
    const remaining = openAt - monotonic()
    return remaining > 0 ? now() + remaining : undefined
  }

  async function count(pin: StoredPin, failed: number): Promise<void> {
    const wait = waitAfter(failed)
    await file.write({ pin: { ...pin, failed, notBefore: now() + wait } })
    openAt = monotonic() + wait
  }

  async function check(pin: string): Promise<void> {
    const stored = file.pin()
    if (!stored) throw new AppError('invalidInput')
    if (left(stored.failed) === 0) throw new AppError('pinAttemptsSpent')
    const waiting = retryAt()
    if (waiting !== undefined) throw new AppError('pinTooSoon', { retryAt: waiting })
    // Counted before it is looked at: who kills the program in between has had the try all the same.
    const failed = stored.failed + 1
    await count(stored, failed)
    if (!(await isPinOf(stored.verifier, pin))) {
      if (left(failed) === 0) throw new AppError('pinAttemptsSpent')
      throw new AppError('pinWrong', { retryAt: retryAt() })
    }
    await count(stored, 0)
  }

  return {
    check: (pin) => inTurn(() => check(pin)),
    set: (pin) => inTurn(async () => count({ verifier: await verifierOf(pin), failed: 0, notBefore: 0 }, 0)),
    retryAt,
    attemptsLeft() {
      const failed = file.pin()?.failed ?? 0
      return failed > 0 ? left(failed) : undefined
    }
  }
}

/** ms; 30 s after the third wrong try, then double each time. */
const waitAfter = (failed: number): number => (failed < freeAttempts ? 0 : firstWaitMs * 2 ** (failed - freeAttempts))

/** What is left of a wait that began in an earlier run, in ms. Where the clock was set back since, it begins anew. */
function remainingOf(pin: StoredPin | null, now: number): number {
  if (!pin) return 0
  return Math.max(0, Math.min(pin.notBefore - now, waitAfter(pin.failed)))
}

import type { ErrorCode } from '../../contract/result'
import { AppError } from '../errors'
import { type Request, reply } from './keychainMessages'
import type { Vault } from './vault'

/** A running `keychainWorker`. */
export interface KeychainWorker {
  post(message: Request): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: () => void): void
  kill(): void
}

export interface Keychain extends Vault {
  /** Starts the worker now and keeps it until the function it gives is called, so that the next call is quick. */
  hold(): () => void
  /** Lets the next call through although an earlier one got no answer. */
  reset(): void
  /** Ends the worker at once, whatever it is doing. */
  close(): void
}

export interface KeychainTimes {
  /** How long one call may take, in ms. */
  deadline: number
  /** How long after a silent call all others fail at once, in ms. */
  rest: number
  /** How long an idle worker stays, in ms. */
  idle: number
}

const usualTimes: KeychainTimes = { deadline: 5_000, rest: 30_000, idle: 2_000 }

/**
 * The operating system's keychain, one call at a time. A call that is not answered within its deadline fails with
 * `keychainSilent` and its worker is killed; for a while after that every call fails at once, so that nothing piles up
 * behind a keychain that hangs.
 */
export function keychain(service: string, startWorker: () => KeychainWorker, times = usualTimes): Keychain {
  let worker: KeychainWorker | undefined
  let holders = 0
  let idleTimer: NodeJS.Timeout | undefined
  let silentUntil = 0
  let lastId = 0
  let queue: Promise<unknown> = Promise.resolve()
  const waiting = new Map<number, (message: unknown) => void>()

  function ensureWorker(): KeychainWorker {
    if (worker) return worker
    const started = startWorker()
    worker = started
    started.onMessage((message) => {
      const read = reply.safeParse(message)
      if (read.success) waiting.get(read.data.id)?.(read.data)
    })
    started.onExit(() => {
      if (worker === started) worker = undefined
      for (const settle of waiting.values()) settle(undefined)
    })
    return started
  }

  function stop(): void {
    clearTimeout(idleTimer)
    worker?.kill()
    worker = undefined
  }

  function stopWhenIdle(): void {
    clearTimeout(idleTimer)
    if (holders === 0) idleTimer = setTimeout(stop, times.idle).unref()
  }

  async function ask(verb: Request['verb'], name: string, value?: string): Promise<unknown> {
    if (Date.now() < silentUntil) throw new AppError('keychainSilent')
    clearTimeout(idleTimer)
    const id = ++lastId
    const answered = new Promise<unknown>((resolve) => waiting.set(id, resolve))
    const deadline = setTimeout(() => {
      silentUntil = Date.now() + times.rest
      stop()
    }, times.deadline)
    try {
      ensureWorker().post({ id, verb, service, name, ...(value !== undefined && { value }) })
      const read = reply.safeParse(await answered)
      if (!read.success) throw new AppError('keychainSilent')
      if (read.data.error !== undefined) throw new AppError(codeOf(read.data.error))
      return read.data.value
    } finally {
      clearTimeout(deadline)
      waiting.delete(id)
      stopWhenIdle()
    }
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work, work)
    queue = result.catch(() => undefined)
    return result
  }

  return {
    get: (name) =>
      inTurn(async () => {
        const value = await ask('get', name)
        return typeof value === 'string' ? value : null
      }),
    set: (name, value) =>
      inTurn(async () => {
        await ask('set', name, value)
      }),
    delete: (name) => inTurn(async () => (await ask('delete', name)) === true),
    hold: () => {
      holders++
      clearTimeout(idleTimer)
      ensureWorker()
      let held = true
      return () => {
        if (held) holders--
        held = false
        stopWhenIdle()
      }
    },
    reset: () => {
      silentUntil = 0
    },
    close: stop
  }
}

/** The keychains' own messages, as far as they tell a locked one from an absent one. */
function codeOf(message: string): ErrorCode {
  return /locked|not allowed|user name or passphrase|dismissed/i.test(message) ? 'keychainLocked' : 'keychainAbsent'
}

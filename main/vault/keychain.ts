import { AppError } from '../ground/errors'
import { createQueue } from '../ground/queue'
import { codeOfMessage } from './keychainError'
import type { Request } from './keychainRequest'
import type { Vault } from './vault'
import { type KeychainWorker, type WorkerCalls, workerCalls } from './workerCalls'

export interface Keychain {
  /** Returns the vault of one service. Calls of all services go through one worker, one at a time. */
  vault(service: string): Vault
  /**
   * Starts the worker, and wakes the keychain a moment later, when the browser and the window no longer need the processor.
   * Keeps both awake until the returned function is called, so that the next call is quick.
   */
  hold(): () => void
  /** Starts again with a new worker, which finds a keyring that was restarted, and forgets earlier failures. */
  reset(): void
  /** Ends the worker at once, whatever it is doing. */
  close(): void
}

export interface KeychainTimes {
  /** The longest that one call may take, in ms. */
  deadline: number
  /** The time after a silent call during which all others fail at once, in ms. */
  rest: number
  /** The time that an idle worker stays, in ms. */
  idle: number
  /** The time between `hold` and waking the keychain, in ms. Nobody is back from the browser sooner. */
  wake: number
}

/** The name of a service that stores nothing. It is asked only to wake the keychain. */
const wakeService = 'Holdfast'

const usualTimes: KeychainTimes = { deadline: 5_000, rest: 30_000, idle: 2_000, wake: 1_000 }

/**
 * Returns the operating system's keychain, which takes one call at a time. A call that is not answered within its deadline
 * fails with `keychainSilent`, and its worker is killed. For a while after that every call fails at once, so that calls do
 * not pile up behind a keychain that hangs.
 */
export function keychain(startWorker: () => KeychainWorker, times = usualTimes): Keychain {
  let running: WorkerCalls | undefined
  let holders = 0
  let idleTimer: NodeJS.Timeout | undefined
  let silentUntil = 0
  let lastId = 0
  const inTurn = createQueue()

  function ensureWorker(): WorkerCalls {
    const started = (running ??= workerCalls(startWorker(), () => {
      if (running === started) running = undefined
    }))
    return started
  }

  function stop(): void {
    clearTimeout(idleTimer)
    const stopped = running
    running = undefined
    stopped?.end()
  }

  function stopWhenIdle(): void {
    clearTimeout(idleTimer)
    if (holders === 0) idleTimer = setTimeout(stop, times.idle).unref()
  }

  async function ask(verb: Request['verb'], service: string, name: string, value?: string): Promise<unknown> {
    if (Date.now() < silentUntil) throw new AppError('keychainSilent')
    clearTimeout(idleTimer)
    const id = ++lastId
    const deadline = setTimeout(() => {
      silentUntil = Date.now() + times.rest
      stop()
    }, times.deadline)
    try {
      const answer = await ensureWorker().call({ id, verb, service, name, ...(value !== undefined && { value }) })
      if (!answer) throw new AppError('keychainSilent')
      if (answer.error !== undefined) throw new AppError(codeOfMessage(answer.error))
      return answer.value
    } finally {
      clearTimeout(deadline)
      stopWhenIdle()
    }
  }

  return {
    vault: (service) => ({
      get: (name) =>
        inTurn(async () => {
          const value = await ask('get', service, name)
          return typeof value === 'string' ? value : null
        }),
      set: (name, value) =>
        inTurn(async () => {
          await ask('set', service, name, value)
        }),
      delete: (name) => inTurn(async () => (await ask('delete', service, name)) === true)
    }),
    hold: () => {
      holders++
      clearTimeout(idleTimer)
      // The first call to a keychain takes far longer than the others.
      const wakeTimer = setTimeout(() => {
        inTurn(() => ask('get', wakeService, 'head')).catch(() => undefined)
      }, times.wake)
      let held = true
      return () => {
        clearTimeout(wakeTimer)
        if (held) holders--
        held = false
        stopWhenIdle()
      }
    },
    reset: () => {
      silentUntil = 0
      stop()
    },
    close: stop
  }
}

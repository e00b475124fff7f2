import { AppError } from '../errors'
import { createQueue } from '../inTurn'
import { codeOfMessage } from './keychainError'
import { type Reply, reply } from './keychainReply'
import type { Request } from './keychainRequest'
import type { Vault } from './vault'

/** A running `keychainWorker`. */
export interface KeychainWorker {
  post(message: Request): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: () => void): void
  kill(): void
}

export interface Keychain {
  /** The entries of one service. Those of all services come and go one call at a time, through one worker. */
  vault(service: string): Vault
  /**
   * Starts the worker and wakes the keychain in a moment, when the browser and the window have had the processor, and keeps
   * both until the function it gives is called, so that the next call is quick.
   */
  hold(): () => void
  /** Starts afresh: with a new worker, which finds a keyring that was restarted, and whatever an earlier call met. */
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
  /** How long after `hold` the keychain is woken, in ms: nobody is back from the browser sooner. */
  wake: number
}

/** A worker and the calls that wait for its answer, by id; `undefined` tells that none will come. */
interface RunningWorker {
  worker: KeychainWorker
  waiting: Map<number, (answer: Reply | undefined) => void>
}

/** Nothing is stored here: it is asked for to wake the keychain. */
const wakeService = 'Holdfast'

const usualTimes: KeychainTimes = { deadline: 5_000, rest: 30_000, idle: 2_000, wake: 1_000 }

/**
 * The operating system's keychain, one call at a time. A call that is not answered within its deadline fails with
 * `keychainSilent` and its worker is killed; for a while after that every call fails at once, so that nothing piles up
 * behind a keychain that hangs.
 */
export function keychain(startWorker: () => KeychainWorker, times = usualTimes): Keychain {
  let running: RunningWorker | undefined
  let holders = 0
  let idleTimer: NodeJS.Timeout | undefined
  let silentUntil = 0
  let lastId = 0
  const inTurn = createQueue()

  function ensureWorker(): RunningWorker {
    if (running) return running
    const started: RunningWorker = { worker: startWorker(), waiting: new Map() }
    running = started
    started.worker.onMessage((message) => {
      const read = reply.safeParse(message)
      if (read.success) started.waiting.get(read.data.id)?.(read.data)
    })
    started.worker.onExit(() => {
      if (running === started) running = undefined
      for (const settle of started.waiting.values()) settle(undefined)
    })
    return started
  }

  function stop(): void {
    clearTimeout(idleTimer)
    const stopped = running
    running = undefined
    stopped?.worker.kill()
    for (const settle of stopped?.waiting.values() ?? []) settle(undefined)
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
      const { worker, waiting } = ensureWorker()
      const answered = new Promise<Reply | undefined>((resolve) => waiting.set(id, resolve))
      worker.post({ id, verb, service, name, ...(value !== undefined && { value }) })
      const answer = await answered
      waiting.delete(id)
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

import { type Reply, reply } from './keychainReply'
import type { Request } from './keychainRequest'

/** A running `keychainWorker`. */
export interface KeychainWorker {
  post(message: Request): void
  onMessage(listener: (message: unknown) => void): void
  onExit(listener: () => void): void
  kill(): void
}

/** A running worker and the calls that wait for its answer. */
export interface WorkerCalls {
  /** Resolves with the answer, or with `undefined` if none will come. Never rejects. */
  call(request: Request): Promise<Reply | undefined>
  /** Kills the worker. */
  end(): void
}

/** @param onExit hears that the worker has ended, before the calls that wait for it do */
export function workerCalls(worker: KeychainWorker, onExit: () => void): WorkerCalls {
  /** By the id of the call. */
  const waiting = new Map<number, (answer: Reply | undefined) => void>()

  function giveUp(): void {
    for (const settle of waiting.values()) settle(undefined)
  }

  worker.onMessage((message) => {
    const read = reply.safeParse(message)
    if (read.success) waiting.get(read.data.id)?.(read.data)
  })
  worker.onExit(() => {
    onExit()
    giveUp()
  })

  return {
    async call(request) {
      const answered = new Promise<Reply | undefined>((resolve) => waiting.set(request.id, resolve))
      worker.post(request)
      const answer = await answered
      waiting.delete(request.id)
      return answer
    },
    end() {
      worker.kill()
      giveUp()
    }
  }
}

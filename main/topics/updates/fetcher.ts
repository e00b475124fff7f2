import { AppError } from '../../ground/errors'
import { networkCode, type Transport } from '../../tenant/fetch'
import { isSecure } from '../../ground/tenant'

export interface Deadlines {
  /** The longest time between two pieces of an answer, in ms. */
  idle: number
  /** The longest time for a whole file of metadata, in ms. */
  metadata: number
  /** The longest time for a whole package, in ms. */
  package: number
}

/** A package of 100 MB takes an hour at 28 kB a second. A slower connection would never finish. */
export const patience: Deadlines = { idle: 30_000, metadata: 60_000, package: 3_600_000 }

interface Request {
  /** The most bytes of the answer. */
  longest: number
  /** The longest time for the whole answer, in ms. */
  deadline: number
  signal: AbortSignal
}

type Chunks = AsyncIterable<Uint8Array>

/**
 * Resolves to the result of `take` for the answer to a request below the address, or to `undefined` if there is no such file.
 */
export type Fetcher = <T>(
  path: string,
  request: Request,
  take: (chunks: Chunks) => Promise<T>
) => Promise<T | undefined>

/**
 * Returns a fetch that reads files below one address: no other origin, no redirects, no cookies, no cache. An answer that is
 * longer or slower than allowed is aborted.
 *
 * @throws AppError `updateUnreachable`, `updateRefused`, and what `take` throws; an abort by the caller as it is
 */
export function fetcherBelow(address: string, fetch: Transport, idle: number): Fetcher {
  const base = new URL(address.endsWith('/') ? address : `${address}/`)
  if (!isSecure(base)) throw new AppError('updateRefused')
  return async (path, { longest, deadline, signal }, take) => {
    signal.throwIfAborted()
    const ending = endingOf(signal, idle, deadline)
    try {
      const response = await fetch(new URL(path, base).href, {
        signal: ending.signal,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store'
      })
      // File stores answer 403 for a file that they do not have.
      if (response.status === 404 || response.status === 403) return undefined
      if (response.status !== 200) throw new AppError('updateUnreachable', { status: response.status })
      return await take(capped(response, longest, ending))
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof AppError) throw error
      const redirected = !ending.signal.aborted && networkCode(error) === 'captivePortal'
      throw new AppError(redirected ? 'updateRefused' : 'updateUnreachable', { cause: error })
    } finally {
      ending.release()
    }
  }
}

async function* capped(response: Response, longest: number, ending: Ending): AsyncGenerator<Uint8Array> {
  const stream: ReadableStream<Uint8Array> | null = response.body
  let length = 0
  for await (const chunk of stream ?? []) {
    ending.pause()
    length += chunk.length
    // Leaving the loop cancels the stream.
    if (length > longest) throw new AppError('updateRefused')
    yield chunk
    ending.wait()
  }
}

interface Ending {
  signal: AbortSignal
  /** Stops the idle time, because nobody waits for the server now. */
  pause: () => void
  wait: () => void
  release: () => void
}

/** Returns a signal that aborts at the caller's wish, after silence or at the deadline, whichever comes first. */
function endingOf(caller: AbortSignal, idle: number, deadline: number): Ending {
  const controller = new AbortController()
  const end = (): void => controller.abort()
  const whole = setTimeout(end, deadline)
  let silence = setTimeout(end, idle)
  const pause = (): void => clearTimeout(silence)
  caller.addEventListener('abort', end)
  return {
    signal: controller.signal,
    pause,
    wait: () => (silence = setTimeout(end, idle)),
    release() {
      pause()
      clearTimeout(whole)
      controller.abort()
      caller.removeEventListener('abort', end)
    }
  }
}

import { randomBytes } from 'node:crypto'

/** An address of the listener that leads a browser on to the tenant. */
export interface OneTimeLink {
  readonly address: string
  /** Returns the address for a browser that is being started. Each such browser may fetch it once. */
  readonly handOut: () => string
}

interface Target {
  readonly target: string
  /** The listener calls it once the browser is redirected. Only the first call counts. */
  readonly onOpened: () => void
}

/** The addresses of one listener that may be fetched as often as they were handed out. */
export interface OneTimeLinks {
  make(target: string, onOpened: () => void): OneTimeLink
  /** Counts a fetch of this path. Returns its target, or `reused` if it was fetched once too often. */
  take(path: string): Target | 'reused' | undefined
}

export function createOneTimeLinks(origin: string): OneTimeLinks {
  const links = new Map<string, Target & { fetchesLeft: number }>()

  return {
    make(target, onOpened) {
      const link = { target, fetchesLeft: 1, onOpened: once(onOpened) }
      const path = `/go/${secret()}`
      links.set(path, link)
      let handedOut = false
      return {
        address: origin + path,
        handOut() {
          if (handedOut) link.fetchesLeft += 1
          handedOut = true
          return origin + path
        }
      }
    },
    take(path) {
      const link = links.get(path)
      if (!link) return undefined
      if (link.fetchesLeft === 0) return 'reused'
      link.fetchesLeft -= 1
      return link
    }
  }
}

/** Returns a part of an address that nobody can guess. */
export const secret = (): string => randomBytes(32).toString('base64url')

function once(listener: () => void): () => void {
  let called = false
  return () => {
    if (!called) listener()
    called = true
  }
}

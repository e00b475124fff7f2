import { appErrorWithin } from '../ground/errors'
import type { Fetch } from './fetch'

/**
 * Returns a fetch that sends a request again once the proxy that refused it lets it through. Without its password a proxy
 * passes nothing on, so even a request that changes something is safe to repeat. The deadline of a request does not run while
 * the person looks for the password.
 *
 * @param pass resolves to true once the proxy lets requests through, and to false if it does not get what it wants
 */
export function passingProxy(fetch: Fetch, pass: (url: string) => Promise<boolean>): Fetch {
  return async (url, init) => {
    try {
      return await fetch(url, init)
    } catch (error) {
      if (appErrorWithin(error)?.code !== 'proxyPasswordNeeded' || !(await pass(url))) throw error
      return fetch(url, init)
    }
  }
}

import { type Session, session as sessions } from 'electron'
import type { Transport } from '../genauth/fetch'
import type { Tenant } from '../tenant'
import { guardSession } from '../window/guards'

/**
 * Chromium's network: the system's proxy and trusted certificates, no cache, no cookies.
 *
 * Chromium sends a request again by itself, a POST too, when a connection it had kept turns out to be dead. What changes
 * something therefore goes over a connection of its own each time: a second sending could use up a token twice.
 */
export function networkOf({ host }: Tenant): Transport {
  const open = (use: string): Session => {
    const network = sessions.fromPartition(`${use} ${host}`, { cache: false })
    guardSession(network, [host])
    return network
  }
  const reading = open('reading')
  const changing = open('changing')
  return (url, init) => {
    if (init.method === undefined || init.method === 'GET') return reading.fetch(url, init)
    const headers = new Headers(init.headers)
    headers.set('connection', 'close')
    return changing.fetch(url, { ...init, headers })
  }
}

import { session as sessions } from 'electron'
import type { Transport } from '../../tenant/fetch'
import { guardSession } from '../window/guards'

/**
 * Returns the network to the update address, apart from that to any tenant: the system's proxy and trusted certificates, no
 * cookies, no cache. The address learns the version and the system, but not which languages the person reads.
 */
export function updateTransport(address: string, version: string): Transport {
  const network = sessions.fromPartition('updates', { cache: false })
  guardSession(network, [new URL(address).origin])
  network.setUserAgent(`Holdfast/${version} (${process.platform}; ${process.arch})`, 'en')
  return (url, init) => network.fetch(url, init)
}

import { type Certificate, type Session, session as sessions } from 'electron'
import { AppError } from '../errors'
import { plainText } from '../genauth/text'
import type { Transport } from '../genauth/fetch'
import type { Tenant } from '../tenant'
import { guardSession } from '../window/guards'

const networks = new Map<string, Transport>()

/** The network of a tenant's host: one, which all accounts there share. */
export function networkOf({ host }: Tenant): Transport {
  const network = networks.get(host) ?? openNetwork(host)
  networks.set(host, network)
  return network
}

/**
 * Chromium's network: the system's proxy and trusted certificates, no cache, no cookies. A certificate that the system does
 * not trust is refused, with its issuer named; nothing here can accept one.
 *
 * Chromium sends a request again by itself, a POST too, when a connection it had kept turns out to be dead. What changes
 * something therefore goes over a connection of its own each time: a second sending could use up a token twice.
 */
function openNetwork(host: string): Transport {
  let refusedIssuer: string | undefined

  const open = (use: string): Session => {
    const network = sessions.fromPartition(`${use} ${host}`, { cache: false })
    guardSession(network, [host])
    // Only looks on: -3 leaves the decision with Chromium, which asks the system's store.
    network.setCertificateVerifyProc(({ errorCode, certificate }, decide) => {
      if (errorCode !== 0) refusedIssuer = issuerOf(certificate)
      decide(-3)
    })
    return network
  }
  const reading = open('reading')
  const changing = open('changing')

  function send(url: string, init: Parameters<Transport>[1]): Promise<Response> {
    if (init.method === undefined || init.method === 'GET') return reading.fetch(url, init)
    const headers = new Headers(init.headers)
    headers.set('connection', 'close')
    return changing.fetch(url, { ...init, headers })
  }

  return async (url, init) => {
    try {
      return await send(url, init)
    } catch (error) {
      if (!(error instanceof Error && error.message.includes('ERR_CERT_'))) throw error
      throw new AppError('untrustedCertificate', { issuer: refusedIssuer, cause: error })
    }
  }
}

function issuerOf({ issuer, issuerName }: Certificate): string {
  return plainText(issuer.organizations[0] ?? (issuer.commonName || issuerName), 100)
}

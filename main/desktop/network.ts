import { type Certificate, type Session, session as sessions } from 'electron'
import { AppError } from '../errors'
import { plainText } from '../genauth/text'
import { networkCode, type Transport } from '../genauth/fetch'
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
  let refused: Certificate | undefined

  const open = (use: string): Session => {
    const network = sessions.fromPartition(`${use} ${host}`, { cache: false })
    guardSession(network, [host])
    // Only looks on: -3 leaves the decision with Chromium, which asks the system's store.
    network.setCertificateVerifyProc(({ errorCode, certificate }, decide) => {
      if (errorCode !== 0) refused = certificate
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

  /** The proxy that the system names for an address, in its own words. */
  const proxyFor = async (url: string): Promise<string> => plainText(await reading.resolveProxy(url), 100)

  return async (url, init) => {
    let answer: Response
    try {
      answer = await send(url, init)
    } catch (error) {
      const code = networkCode(error)
      if (code === 'proxyPasswordNeeded' || code === 'proxyUnreachable') {
        throw new AppError(code, { detail: await proxyFor(url), cause: error })
      }
      if (!(error instanceof Error && error.message.includes('ERR_CERT_'))) throw error
      const isEarly = (refused?.validStart ?? 0) * 1000 > Date.now()
      const facts = { issuer: refused && issuerOf(refused), cause: error }
      throw new AppError(code === 'certificateExpired' && isEarly ? 'certificateNotYetValid' : code, facts)
    }
    // No tenant sends it: a proxy answered in its place (RFC 9110 section 15.5.8).
    if (answer.status === 407) throw new AppError('proxyPasswordNeeded', { status: 407, detail: await proxyFor(url) })
    return answer
  }
}

function issuerOf({ issuer, issuerName }: Certificate): string {
  return plainText(issuer.organizations[0] ?? (issuer.commonName || issuerName), 100)
}

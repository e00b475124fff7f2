import { type Certificate, net, type Session, session as sessions } from 'electron'
import { AppError } from '../../ground/errors'
import { plainText } from '../../ground/text'
import { networkCode, type Transport } from '../../tenant/fetch'
import { createQueue } from '../../ground/queue'
import type { AskForCredentials } from '../../tenant/challenge'
import { signInToProxy, wantsPassword } from './signInToProxy'
import { isLoopback, type Tenant } from '../../ground/tenant'
import { guardSession } from '../window/guards'

/** The network connection to one tenant's host. */
export interface Network {
  readonly transport: Transport
  /** Signs in to the proxy on the way to `url`. Resolves to true if it lets requests through. */
  readonly passProxy: (url: string, ask: AskForCredentials) => Promise<boolean>
}

const networks = new Map<string, Network>()

/** Returns the network of a tenant's host. All accounts there share it. */
export function networkOf({ host }: Tenant): Network {
  const network = networks.get(host) ?? openNetwork(host)
  networks.set(host, network)
  return network
}

/** The longest that a read-only request may take if the system says that there is no network, in ms. */
const hopelessMs = 3_000

/** Runs one password dialog at a time, because the person is the same for all tenants. */
const inTurn = createQueue()

/**
 * Opens Chromium's network: the system's proxy and trusted certificates, no cache, no cookies. A certificate that the system
 * does not trust is refused, and its issuer is named; nothing here can accept one.
 *
 * Chromium sends a request again by itself, a POST too, if a connection that it had kept turns out to be dead. A request that
 * changes something therefore gets a connection of its own each time, because a second sending could use up a token twice.
 * Only HTTP/1.1 has such connections, so `index.ts` leaves Chromium nothing else.
 */
function openNetwork(host: string): Network {
  let refused: Certificate | undefined
  let passing: Promise<boolean> | undefined

  const open = (use: string): Session => {
    const network = sessions.fromPartition(`${use} ${host}`, { cache: false })
    guardSession(network, [host])
    // This only observes: -3 leaves the decision to Chromium, which asks the system's store.
    network.setCertificateVerifyProc(({ errorCode, certificate }, decide) => {
      if (errorCode !== 0) refused = certificate
      decide(-3)
    })
    return network
  }
  const reading = open('reading')
  const changing = open('changing')
  const isReading = (method: string | undefined): boolean => method === undefined || method === 'GET'
  /**
   * Returns false if the system knows no network. That is certain enough to tell the person, but not to hold a request back.
   */
  const hasNetwork = (): boolean => isLoopback(new URL(host)) || net.isOnline()
  let hadNetwork = true

  /**
   * Closes connections and forgets addresses. Chromium keeps both while a cable is out, and a request that uses them waits
   * for its deadline. Without them a request has to look the name up, which fails soon, and proves that nothing was sent.
   */
  async function forgetTheWay(): Promise<void> {
    hadNetwork = false
    await reading.closeAllConnections()
    for (const used of [reading, changing]) await used.clearHostResolverCache()
  }

  async function readOffline(url: string, init: Parameters<Transport>[1]): Promise<Response> {
    const patience = AbortSignal.timeout(hopelessMs)
    const signal = init.signal ? AbortSignal.any([init.signal, patience]) : patience
    try {
      return await reading.fetch(url, { ...init, signal })
    } catch (error) {
      if (init.signal?.aborted || hasNetwork()) throw error
      throw new AppError('offline', { cause: error })
    }
  }

  async function send(url: string, init: Parameters<Transport>[1]): Promise<Response> {
    const offline = !hasNetwork()
    if (offline && hadNetwork) await forgetTheWay()
    hadNetwork = !offline
    if (isReading(init.method)) return offline ? readOffline(url, init) : reading.fetch(url, init)
    const headers = new Headers(init.headers)
    headers.set('connection', 'close')
    return changing.fetch(url, { ...init, headers })
  }

  /** Resolves to host and port of the proxy that the system names first for an address. */
  async function proxyFor(url: string): Promise<string> {
    const [first = ''] = (await reading.resolveProxy(url)).split(';')
    return plainText(first.replace(/^\w+ /, ''), 100)
  }

  const wanted = (url: string, { method, signal }: Parameters<Transport>[1]): Promise<boolean> =>
    wantsPassword(isReading(method) ? reading : changing, url, signal)

  async function transport(url: string, init: Parameters<Transport>[1]): Promise<Response> {
    let answer: Response
    try {
      answer = await send(url, init)
    } catch (error) {
      if (error instanceof AppError) throw error
      const code = networkCode(error)
      if (code === 'proxyUnreachable') {
        // Through a tunnel, a missing password looks like every other refusal.
        throw new AppError((await wanted(url, init)) ? 'proxyPasswordNeeded' : code, {
          proxy: await proxyFor(url),
          cause: error
        })
      }
      if (code.startsWith('proxy')) throw new AppError(code, { proxy: await proxyFor(url), cause: error })
      if (!(error instanceof Error && error.message.includes('ERR_CERT_'))) throw error
      const isEarly = (refused?.validStart ?? 0) * 1000 > Date.now()
      const facts = { issuer: refused && issuerOf(refused), cause: error }
      throw new AppError(code === 'certificateExpired' && isEarly ? 'certificateNotYetValid' : code, facts)
    }
    // No tenant sends this, so a proxy answered in its place (RFC 9110 section 15.5.8).
    if (answer.status === 407) {
      const code = (await wanted(url, init)) ? 'proxyPasswordNeeded' : 'proxySchemeUnsupported'
      throw new AppError(code, { status: 407, proxy: await proxyFor(url) })
    }
    return answer
  }

  /** Asks once for all requests that fail at the same time; they share the person's answer. */
  function passProxy(url: string, ask: AskForCredentials): Promise<boolean> {
    passing ??= inTurn(
      async () => (await signInToProxy(reading, url, ask)) && (await signInToProxy(changing, url, ask))
    ).finally(() => (passing = undefined))
    return passing
  }

  return { transport, passProxy }
}

function issuerOf({ issuer, issuerName }: Certificate): string {
  return plainText(issuer.organizations[0] ?? (issuer.commonName || issuerName), 100)
}

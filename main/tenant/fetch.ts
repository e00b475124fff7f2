import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import type { Tenant } from '../ground/tenant'

export interface FetchInit {
  method?: string
  headers?: Record<string, string> | Headers
  body?: ArrayBuffer | ReadableStream | string | Uint8Array | URLSearchParams | null | undefined
  signal?: AbortSignal | null | undefined
}
export type Fetch = (url: string, init?: FetchInit) => Promise<Response>

/** The network below this one: Electron's in the app, Node's in tests. */
export type Transport = (url: string, init: RequestInit & { cache: 'no-store' }) => Promise<Response>

const deadlineMs = 20_000
const maxBodyBytes = 1_000_000

/**
 * Returns a fetch that talks to one tenant only, and the only one there is: both the API client and the OpenID client use it.
 * It allows no other origin, no redirects, no cookies and no cache, 20 s for the whole answer and at most 1 MB of it.
 *
 * @throws AppError `offline`, `captivePortal`, `unreachable`, `timedOut`, `unexpectedAnswer`, those of `connectionCodes`; an
 * abort by the caller as it is.
 */
export function tenantFetch(tenant: Tenant, transport: Transport, deadline = deadlineMs): Fetch {
  return async (url, { body, signal: callerSignal, ...init } = {}) => {
    if (new URL(url).origin !== tenant.host) throw new AppError('signInOtherTenant')
    const ending = endingOf(callerSignal, deadline)
    try {
      const response = await transport(url, {
        ...init,
        ...(body !== undefined && { body }),
        signal: ending.signal,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store'
      })
      const answer = await readCapped(response)
      if (isPortal(response, answer)) throw new AppError('captivePortal', { status: response.status })
      // A 204 must not have a body, not even an empty one.
      return new Response(answer.length > 0 ? answer : null, { status: response.status, headers: response.headers })
    } catch (error) {
      if (error instanceof AppError) throw error
      if (callerSignal?.aborted) throw error
      throw new AppError(ending.signal.aborted ? 'timedOut' : networkCode(error), { cause: error })
    } finally {
      ending.release()
    }
  }
}

/**
 * Returns a signal that aborts at the caller's wish or at the deadline, whichever comes first. Node's own
 * (`AbortSignal.timeout`, `any`) stay in memory until the deadline, long after the answer.
 */
function endingOf(callerSignal: AbortSignal | null | undefined, deadline: number) {
  callerSignal?.throwIfAborted()
  const controller = new AbortController()
  const end = (): void => controller.abort(callerSignal?.reason)
  const timer = setTimeout(() => controller.abort(), deadline)
  callerSignal?.addEventListener('abort', end)
  return {
    signal: controller.signal,
    release() {
      clearTimeout(timer)
      callerSignal?.removeEventListener('abort', end)
    }
  }
}

async function readCapped(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  const stream: ReadableStream<Uint8Array> | null = response.body
  for await (const chunk of stream ?? []) {
    length += chunk.length
    // Leaving the loop cancels the stream.
    if (length > maxBodyBytes) throw new AppError('unexpectedAnswer', { status: response.status })
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * Returns true if a network that wants a sign-in of its own answered in the tenant's place: with 511 (RFC 6585 section 6), or
 * with a page that claims success although every endpoint of a tenant answers with JSON.
 */
function isPortal({ status, headers }: Response, body: Uint8Array): boolean {
  if (status === 511) return true
  if (status !== 200 || !/html/i.test(headers.get('content-type') ?? '')) return false
  return new TextDecoder().decode(body.subarray(0, 200)).trimStart().startsWith('<')
}

/** Our codes for the failures of TLS and of a proxy, by Chromium's and Node's words. The first that matches counts. */
const connectionCodes: readonly [RegExp, ErrorCode][] = [
  [/PROXY_AUTH_UNSUPPORTED/, 'proxySchemeUnsupported'],
  [/PROXY_AUTH/, 'proxyPasswordNeeded'],
  [/ERR_PROXY_|ERR_TUNNEL_|ERR_SOCKS_|MANDATORY_PROXY/, 'proxyUnreachable'],
  [/CLIENT_AUTH|CERTIFICATE_REQUIRED|BAD_CERTIFICATE/, 'clientCertificateNeeded'],
  [/CERT_DATE_INVALID|CERT_HAS_EXPIRED/, 'certificateExpired'],
  [/CERT_NOT_YET_VALID/, 'certificateNotYetValid'],
  [/CERT_COMMON_NAME_INVALID|ALTNAME_INVALID/, 'certificateForAnotherName'],
  [/CERT_REVOKED/, 'certificateRevoked'],
  [/VERSION_OR_CIPHER_MISMATCH|OBSOLETE_VERSION|UNSUPPORTED_PROTOCOL|PROTOCOL_VERSION|HANDSHAKE_FAILURE/, 'tlsTooOld'],
  [/ERR_SSL_PROTOCOL_ERROR|WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG/, 'tlsNotSpoken'],
  [/ERR_CERT|ERR_SSL|CERT_|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/, 'untrustedCertificate']
]

/** The failures of TLS. Another try changes nothing, and nothing was sent. */
export const tlsCodes: readonly ErrorCode[] = [
  'untrustedCertificate',
  'certificateExpired',
  'certificateNotYetValid',
  'certificateForAnotherName',
  'certificateRevoked',
  'clientCertificateNeeded',
  'tlsTooOld',
  'tlsNotSpoken'
]

/**
 * Returns the code of a failed connection. Chromium puts `net::ERR_…` in the message, Node puts a code somewhere down the
 * causes.
 */
export function networkCode(error: unknown): ErrorCode {
  const said: string[] = []
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    said.push(cause.message, 'code' in cause ? String(cause.code) : '')
  }
  const words = said.join(' ')
  const known = connectionCodes.find(([pattern]) => pattern.test(words))
  if (known) return known[1]
  if (/INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN/.test(words)) return 'offline'
  // No tenant endpoint redirects, and fetch hides the target, so a redirect is taken for a captive portal.
  if (/REDIRECT|redirect/.test(words)) return 'captivePortal'
  if (/TIMED_OUT|ETIMEDOUT/.test(words)) return 'timedOut'
  return 'unreachable'
}

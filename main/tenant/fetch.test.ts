import { getEventListeners } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { networkCode, tenantFetch, tlsCodes, type Transport } from './fetch'

let answer: (response: ServerResponse) => void
const server = createServer((_request, response) => answer(response))
let host: string
beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const tenant = () => ({ host, appId: 'app', issuer: `${host}/oidc` })
const ask = () => tenantFetch(tenant(), fetch)(`${host}/api`)
const says = (status: number, type: string, body: string, more: Record<string, string> = {}) => {
  answer = (response) => response.writeHead(status, { 'content-type': type, ...more }).end(body)
}
const page = ' \n<!doctype html><h1>Guest network</h1>'

describe('a network that answers in the tenant’s place', () => {
  it.each([
    ['a page that says 200', 200, 'text/html; charset=utf-8', page, {}],
    ['a page in another form of HTML', 200, 'application/xhtml+xml', page, {}],
    ['HTTP 511', 511, 'application/json', '{}', {}],
    ['a redirect to elsewhere', 302, 'text/html', page, { location: 'http://portal.example/login' }],
    ['a redirect that keeps the method', 307, 'text/plain', '', { location: 'http://portal.example/login' }]
  ])('is a captive portal: %s', async (_name, status, type, body, headers) => {
    says(status, type, body, headers)
    await expect(ask()).rejects.toMatchObject({ code: 'captivePortal' })
  })

  it('is told with the status of its page', async () => {
    says(511, 'text/html', page)
    await expect(ask()).rejects.toMatchObject({ facts: { status: 511 } })
  })

  it.each([
    ['a page with a fault of the server', 502, 'text/html', page],
    ['a page with a refusal', 403, 'text/html', page],
    ['JSON that calls itself a page', 200, 'text/html', '{"statusCode":200}'],
    ['a page that calls itself JSON', 200, 'application/json', page]
  ])('is none: %s', async (_name, status, type, body) => {
    says(status, type, body)
    expect((await ask()).status).toBe(status)
  })
})

describe('a connection that fails', () => {
  it.each([
    ['net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['net::ERR_NETWORK_CHANGED', 'unreachable'],
    ['connect ENETUNREACH', 'offline'],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'untrustedCertificate'],
    ['net::ERR_CERT_DATE_INVALID', 'certificateExpired'],
    ['certificate is not yet valid: CERT_NOT_YET_VALID', 'certificateNotYetValid'],
    ['net::ERR_CERT_COMMON_NAME_INVALID', 'certificateForAnotherName'],
    ['net::ERR_CERT_REVOKED', 'certificateRevoked'],
    ['net::ERR_CERT_WEAK_SIGNATURE_ALGORITHM', 'untrustedCertificate'],
    ['net::ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'clientCertificateNeeded'],
    ['net::ERR_BAD_SSL_CLIENT_AUTH_CERT', 'clientCertificateNeeded'],
    ['net::ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'tlsTooOld'],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'tlsNotSpoken'],
    ['net::ERR_PROXY_AUTH_REQUESTED', 'proxyPasswordNeeded'],
    ['net::ERR_PROXY_AUTH_UNSUPPORTED', 'proxySchemeUnsupported'],
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'proxyUnreachable'],
    ["Attempted to redirect, but redirect policy was 'error'", 'captivePortal'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'timedOut'],
    ['net::ERR_CONNECTION_RESET', 'unreachable'],
    ['net::ERR_CONNECTION_REFUSED', 'unreachable'],
    ['net::ERR_NAME_NOT_RESOLVED', 'unreachable'],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxyUnreachable']
  ])('with %s is %s', async (message, code) => {
    const broken = tenantFetch(tenant(), () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error(message) }))
    )
    await expect(broken(`${host}/api`)).rejects.toMatchObject({ code })
    expect(tlsCodes.includes(networkCode(new Error(message)))).toBe(/^(?:certificate|untrusted|client|tls)/.test(code))
  })

  it('is known by the code of any of its first five causes, and by no words that stand in two of them', () => {
    const within = (levels: number, inner: Error): Error =>
      levels === 0 ? inner : new Error('failed', { cause: within(levels - 1, inner) })
    const down = Object.assign(new Error('connect'), { code: 'ENETDOWN' })
    expect([0, 4, 5].map((levels) => networkCode(within(levels, down)))).toEqual(['offline', 'offline', 'unreachable'])
    expect(networkCode(new Error('ENET', { cause: new Error('DOWN') }))).toBe('unreachable')
    expect(networkCode('ENETDOWN')).toBe('unreachable')
  })
})

describe('an answer', () => {
  it('of a megabyte is read, and a longer one is not', async () => {
    says(200, 'application/json', 'x'.repeat(1_000_000))
    expect(await (await ask()).text()).toHaveLength(1_000_000)
    says(201, 'application/json', 'x'.repeat(1_000_001))
    await expect(ask()).rejects.toMatchObject({ code: 'unexpectedAnswer', facts: { status: 201 } })
  })

  it('may be empty, and have no type', async () => {
    for (const status of [200, 204]) {
      answer = (response) => response.writeHead(status).end()
      const empty = await ask()
      expect([empty.status, await empty.text()]).toEqual([status, ''])
    }
  })

  it('keeps its headers', async () => {
    says(200, 'application/json', '{}', { 'x-request': 'r-1' })
    expect((await ask()).headers.get('x-request')).toBe('r-1')
  })

  it('is no page of a portal if its text begins late', async () => {
    says(200, 'text/html', `${' '.repeat(200)}<h1>Guest network</h1>`)
    expect((await ask()).status).toBe(200)
  })
})

describe('a request', () => {
  const asked: RequestInit[] = []
  afterEach(() => void asked.splice(0))
  const listening: Transport = (_url, init) => {
    asked.push(init)
    return new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted'))))
  }

  it('is sent as it was made', async () => {
    const answering: Transport = (_url, init) => {
      asked.push(init)
      return Promise.resolve(new Response('{}'))
    }
    const send = tenantFetch(tenant(), answering)
    await send(`${host}/api`, { method: 'POST', headers: { accept: 'a' }, body: 'b' })
    await send(`${host}/api`)
    expect(asked[0]).toMatchObject({ method: 'POST', headers: { accept: 'a' }, body: 'b' })
    expect(asked[1]).not.toHaveProperty('body')
  })

  it('that is aborted before it begins is not sent', async () => {
    const reason = new Error('left')
    const sent = tenantFetch(tenant(), listening)(`${host}/api`, { signal: AbortSignal.abort(reason) })
    await expect(sent).rejects.toBe(reason)
    expect(asked).toEqual([])
  })

  it('that is aborted on its way tells the network why, and fails as the network does', async () => {
    const leaving = new AbortController()
    const sent = tenantFetch(tenant(), listening)(`${host}/api`, { signal: leaving.signal })
    leaving.abort('left')
    await expect(sent).rejects.toThrow(/^aborted$/)
    expect(asked[0]?.signal?.reason).toBe('left')
  })

  it('that takes longer than its deadline is told so, with the failure behind it', async () => {
    const sent = tenantFetch(tenant(), listening, 1)(`${host}/api`)
    await expect(sent).rejects.toMatchObject({ code: 'timedOut', cause: new Error('aborted') })
  })

  it('gets 20 seconds', async () => {
    vi.useFakeTimers()
    try {
      const sent = tenantFetch(tenant(), listening)(`${host}/api`)
      const outcome = Promise.allSettled([sent])
      await vi.advanceTimersByTimeAsync(19_999)
      expect(asked[0]?.signal?.aborted).toBe(false)
      await vi.advanceTimersByTimeAsync(1)
      expect(await outcome).toMatchObject([{ status: 'rejected', reason: { code: 'timedOut' } }])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('a request that is over', () => {
  afterEach(() => vi.useRealTimers())

  const ends: [string, Transport, PromiseSettledResult<unknown>['status']][] = [
    ['answered', () => Promise.resolve(new Response('{}')), 'fulfilled'],
    ['lost', () => Promise.reject(new Error('net::ERR_CONNECTION_RESET')), 'rejected']
  ]
  it.each(ends)('leaves neither a timer nor a listener behind when it was %s', async (_how, transport, status) => {
    vi.useFakeTimers()
    const { signal } = new AbortController()
    const asked = tenantFetch(tenant(), transport)(`${host}/api`, { signal })
    expect(vi.getTimerCount()).toBe(1)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    expect((await Promise.allSettled([asked]))[0]).toMatchObject({ status })
    expect(vi.getTimerCount()).toBe(0)
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })
})

it('sends no cookie and keeps none, follows nothing and stores nothing', async () => {
  says(200, 'application/json', '{}')
  const asked: RequestInit[] = []
  const transport: Transport = (url, init) => {
    asked.push(init)
    return fetch(url, init)
  }
  await tenantFetch(tenant(), transport)(`${host}/api`)
  expect(asked).toMatchObject([{ credentials: 'omit', redirect: 'error', cache: 'no-store' }])
})

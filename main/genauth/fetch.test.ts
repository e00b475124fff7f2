import { getEventListeners } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { tenantFetch, type Transport } from './fetch'

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

it('takes no cookie along and keeps none, follows nothing and stores nothing', async () => {
  says(200, 'application/json', '{}')
  const asked: RequestInit[] = []
  const transport: Transport = (url, init) => {
    asked.push(init)
    return fetch(url, init)
  }
  await tenantFetch(tenant(), transport)(`${host}/api`)
  expect(asked).toMatchObject([{ credentials: 'omit', redirect: 'error', cache: 'no-store' }])
})

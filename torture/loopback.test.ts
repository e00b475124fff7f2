import { connect } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { listenForCallback } from '../main/identity/loopback/loopback'
import { record, triesOf } from './attack'

const state = 'the-right-state-0123456789'
const canary = 'canary7f3'

interface Request {
  method: string
  target: string
  headers: readonly string[]
}

const request = ({ method, target, headers }: Request): Buffer =>
  Buffer.from(`${method} ${target} HTTP/1.1\r\n${headers.map((line) => `${line}\r\n`).join('')}\r\n`, 'latin1')

/** Returns requests that all carry the right state, or bytes that are no request. Each has at least one error. */
function hostileRequests(port: number): fc.Arbitrary<Buffer> {
  const right = { method: 'GET', target: `/callback?code=c&state=${state}`, headers: [`Host: 127.0.0.1:${port}`] }
  const text = fc.string({ maxLength: 40 }).map((value) => encodeURIComponent(value) + canary)
  const withHeader = (line: string): Buffer => request({ ...right, headers: [...right.headers, line] })
  const states = fc.oneof(
    text.map((value) => `state=${value}`),
    fc.constantFrom(
      '',
      'state=',
      `state=${state}&state=${state}`,
      `state=${state}&state=${canary}`,
      `state=${state}%00`,
      `state=%20${state}`,
      `state=${state.toUpperCase()}`,
      `state=${state.slice(1)}`,
      `State=${state}`,
      `state[]=${state}`
    )
  )
  return fc.oneof(
    fc
      .constantFrom('POST', 'PUT', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'PATCH', 'PROPFIND', 'GETT', 'get')
      .map((method) => request({ ...right, method })),
    text.map((path) => request({ ...right, target: `/${path}?code=c&state=${state}` })),
    fc
      .constantFrom(
        'callback',
        '//callback',
        '/callback/',
        '/CALLBACK',
        '/done',
        '/done/x',
        '/go/x',
        '*',
        'http://evil.example/callback'
      )
      .map((path) => request({ ...right, target: `${path}?state=${state}&x=${canary}` })),
    fc
      .constantFrom(
        '',
        'localhost',
        '127.0.0.1',
        '127.0.0.1:1',
        '[::1]',
        'evil.example',
        `127.0.0.1:${port}.evil.example`
      )
      .map((host) => request({ ...right, headers: [`Host: ${host}`, `X-Any: ${canary}`] })),
    fc
      .constantFrom('null', `http://127.0.0.1:${port}`, 'https://evil.example', '')
      .map((origin) => withHeader(`Origin: ${origin}`)),
    fc
      .constantFrom('cors', 'no-cors', 'same-origin', 'websocket', canary)
      .map((mode) => withHeader(`Sec-Fetch-Mode: ${mode}`)),
    fc
      .constantFrom('empty', 'iframe', 'frame', 'image', 'script', 'object', canary)
      .map((destination) => withHeader(`Sec-Fetch-Dest: ${destination}`)),
    fc.constantFrom('prefetch', 'prefetch;prerender', canary).map((purpose) => withHeader(`Sec-Purpose: ${purpose}`)),
    states.map((query) => request({ ...right, target: `/callback?code=${canary}&${query}` })),
    fc
      .integer({ min: 8_192, max: 40_000 })
      .map((length) => request({ ...right, target: `${right.target}&x=${'x'.repeat(length)}` })),
    fc.integer({ min: 262_144, max: 400_000 }).map((length) => withHeader(`X-Long: ${'x'.repeat(length)}`)),
    fc
      .constantFrom(
        'no colon at all',
        ': no name',
        `X-Nul: \0${canary}`,
        'Content-Length: -1',
        'Transfer-Encoding: chunked\r\nContent-Length: 5',
        'Bad Name: x'
      )
      .map(withHeader),
    fc
      .constantFrom(
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        `GET ${right.target}\r\n\r\n`,
        `GET ${right.target} HTTP/9.9\r\n\r\n`,
        `GET  ${right.target} HTTP/1.1\r\n\r\n`,
        '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
        `GET ${right.target} HTTP/1.1\r\nHost: 127`
      )
      .map((bytes) => Buffer.from(bytes, 'latin1')),
    fc.uint8Array({ maxLength: 300, size: 'max' }).map((bytes) => Buffer.from(bytes))
  )
}

/** Sends bytes as they are. Resolves with the whole response. */
function exchange(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    let connected = false
    const socket = connect(port, '127.0.0.1', () => {
      connected = true
      socket.end(bytes)
    })
    socket.setEncoding('latin1').on('data', (part) => (answer += String(part)))
    // A connection that is cut off was refused. A connection that was never established means that the listener is gone.
    socket.on('error', (error) => connected || reject(error)).on('close', () => resolve(answer))
  })
}

it('goes on waiting through hostile requests, reflects nothing, and hears the one true redirect', async () => {
  const tries = triesOf('loopback')
  const { callback, redirectUri, close } = await listenForCallback([0], state, 'en')
  const port = Number(new URL(redirectUri).port)
  const accepted: string[] = []
  await fc.assert(
    fc.asyncProperty(hostileRequests(port), async (bytes) => {
      const answer = await exchange(port, bytes)
      if (/^HTTP\/1\.1 [23]/.test(answer) || answer.includes(canary) || answer.includes(state)) {
        accepted.push(bytes.toString('latin1').slice(0, 400))
      }
    }),
    { numRuns: tries }
  )
  const answer = await exchange(
    port,
    request({ method: 'GET', target: `/callback?code=c&state=${state}`, headers: [`Host: 127.0.0.1:${port}`] })
  )
  const heard = answer.startsWith('HTTP/1.1 303') && (await callback).searchParams.get('code') === 'c'
  close()
  record('loopback', tries, heard && accepted.length === 0)
  expect(accepted).toEqual([])
  expect(heard).toBe(true)
})

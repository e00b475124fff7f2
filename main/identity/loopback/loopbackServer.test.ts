import { once } from 'node:events'
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { listenForCallback, type Loopback } from './loopback'
import { loopbackLimits } from './loopbackServer'

const state = 'the-right-state-0123456789'
const opened: Loopback[] = []
const sockets = new Set<Socket>()
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  sockets.clear()
  for (const { close } of opened.splice(0)) close()
})

async function listen(limits = loopbackLimits): Promise<number> {
  const loopback = await listenForCallback([0], state, 'en', limits)
  opened.push(loopback)
  return Number(new URL(loopback.redirectUri).port)
}

const patience = { timeout: 15_000 }

/** Opens a connection that sends these bytes and then nothing. */
async function hold(port: number, bytes = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  sockets.add(socket)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  if (bytes !== '') socket.write(bytes)
  return socket
}

/** Resolves when the connection is closed, for whichever reason. */
const closed = (socket: Socket): Promise<void> => new Promise((resolve) => socket.once('close', () => resolve()))

const redirected = (port: number): Promise<number> =>
  statusOf(`http://127.0.0.1:${port}/callback?code=c&state=${state}`)

/** Resolves with the status of the answer, or with 0 if the connection was cut off. */
function statusOf(address: string): Promise<number> {
  return new Promise((resolve) => {
    const request = get(address, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', () => resolve(0))
  })
}

const begun = 'GET /callback HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '

describe('a listener whose connections are held by others', () => {
  it.each([
    ['silent', ''],
    ['begun and not ended', begun]
  ])('hears the redirect through %s ones, and closes the oldest of them', async (_how, bytes) => {
    // With these limits, only its age ends a connection within this test.
    const port = await listen({ ...loopbackLimits, connections: 20, requestMs: 120_000 })
    const oldest = await hold(port, bytes)
    for (let other = 0; other < 30; other++) await hold(port, bytes)
    await expect.poll(() => oldest.destroyed, patience).toBe(true)
    expect(await redirected(port)).toBe(303)
  })

  it('answers 40 of 40 browsers while 2,000 connections are held and more keep coming', async () => {
    const port = await listen()
    const [loopback] = opened
    const fetchLink = (): Promise<number> =>
      statusOf(loopback?.link('https://id.fernhill.example/', () => undefined).handOut() ?? '')
    for (let row = 0; row < 20; row++) {
      await Promise.all(Array.from({ length: 100 }, (_, index) => hold(port, index % 2 ? begun : '')))
    }
    const statuses: number[] = []
    for (let browser = 0; browser < 40; browser++) {
      const more = Array.from({ length: 50 }, () => hold(port, begun))
      statuses.push(await fetchLink())
      for (const socket of await Promise.all(more)) socket.write('x')
    }
    expect(statuses).toEqual(Array(40).fill(303))
    expect(await redirected(port)).toBe(303)
  })
})

describe('a connection', () => {
  const quick = { ...loopbackLimits, requestMs: 30, checkMs: 10 }

  it.each([
    ['says nothing', ''],
    ['does not end its headers', begun]
  ])('that %s is closed in time', async (_how, bytes) => {
    const socket = await hold(await listen(quick), bytes)
    await expect.poll(() => socket.destroyed, patience).toBe(true)
  })

  it('carries one request', async () => {
    const port = await listen({ ...loopbackLimits, requestMs: 1_000, checkMs: 100 })
    const request = `GET /x HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
    const socket = await hold(port, request + request)
    let answers = ''
    socket.on('data', (part) => (answers += String(part)))
    await closed(socket)
    expect(answers.match(/HTTP\/1\.1 404/g)).toHaveLength(1)
  })
})

/** Resolves to everything that still comes until the connection ends. */
function rest(socket: Socket): Promise<string> {
  let said = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  return closed(socket).then(() => said)
}

function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  return new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  }).finally(() => socket.destroy())
}

describe('a browser that is slow to ask for its last page', () => {
  it('gets it whole, although the port has closed meanwhile', async () => {
    const port = await listen({ ...loopbackLimits, lingerMs: 1, requestMs: 1_000 })
    const browser = await hold(port, 'GET ')
    const page = rest(browser)
    const location = await new Promise<string>((resolve) =>
      get(`http://127.0.0.1:${port}/callback?code=c&state=${state}`, { agent: false }, (response) => {
        response.resume()
        resolve(String(response.headers.location))
      })
    )
    await expect.poll(() => isOpen(port)).toBe(false)
    browser.write(`${location} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
    expect(await page).toMatch(/^HTTP\/1.1 200 OK[^]*Go back to Holdfast[^]*<\/html>/)
  })

  it('is cut off where it does not ask in time', patience, async () => {
    const port = await listen({ ...loopbackLimits, lingerMs: 1, requestMs: 50 })
    const silent = [await hold(port), await hold(port, 'GET ')]
    const gone = silent.map(closed)
    await redirected(port)
    await Promise.all(gone)
    expect(await isOpen(port)).toBe(false)
  })

  it('is cut off at once where the attempt is cancelled', async () => {
    const port = await listen()
    const browser = await hold(port, 'GET /callback')
    const gone = closed(browser)
    for (const { close } of opened) close()
    await gone
    expect(await isOpen(port)).toBe(false)
  })
})

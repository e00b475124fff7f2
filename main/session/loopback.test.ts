import { request as httpRequest } from 'node:http'
import { connect, createServer } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { listenForCallback, type Loopback } from './loopback'

const state = 'the-right-state-0123456789'
const opened: Loopback[] = []
afterEach(() => {
  for (const loopback of opened.splice(0)) loopback.close()
})

async function listen(ports: readonly number[] = [0]): Promise<Loopback & { port: number }> {
  const loopback = await listenForCallback(ports, state, 'en')
  opened.push(loopback)
  return { ...loopback, port: Number(new URL(loopback.redirectUri).port) }
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  body: string
}

/** Sends exactly what it is told, unlike fetch. A connection cut off without an answer is status 0. */
function send(port: number, path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, headers: {}, body: '' })
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      response.on('error', none)
    })
    request.on('error', none)
    request.end()
  })
}

const callback = `/callback?code=c&state=${state}`

describe('the loopback listener', () => {
  it('hears the redirect, hides the code from the address bar and closes after its page', async () => {
    const { port, redirectUri, callback: heard } = await listen()
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    const answer = await send(port, callback)
    expect(answer).toMatchObject({ status: 303, headers: { location: '/done', 'cache-control': 'no-store' }, body: '' })
    expect((await heard).searchParams.get('code')).toBe('c')

    const done = await send(port, '/done')
    expect(done.status).toBe(200)
    expect(done.body).toContain('Go back to Holdfast')
    expect(done.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY'
    })
    await expect.poll(() => send(port, '/done')).toMatchObject({ status: 0 })
  })

  it('takes the first redirect only', async () => {
    const { port, callback: heard } = await listen()
    await send(port, callback)
    expect((await send(port, callback.replace('code=c', 'code=d'))).status).toBe(410)
    expect((await heard).searchParams.get('code')).toBe('c')
  })

  it('hears a refusal by the tenant just the same, and repeats none of its words', async () => {
    const { port, callback: heard } = await listen()
    const answer = await send(
      port,
      `/callback?error=access_denied&error_description=%3Cscript%3Ex%3C/script%3E&state=${state}`
    )
    expect(JSON.stringify(answer) + (await send(port, '/done')).body).not.toContain('script')
    expect((await heard).searchParams.get('error')).toBe('access_denied')
  })

  it.each<[string, string, string?, Record<string, string>?]>([
    ['a wrong state', '/callback?code=c&state=wrong'],
    ['no state', '/callback?code=c'],
    ['the state twice', `${callback}&state=${state}`],
    ['another path', `/callback/x?code=c&state=${state}`],
    ['its page before its time', '/done'],
    ['another method', callback, 'POST'],
    ['HEAD', callback, 'HEAD'],
    ['a name that was rebound to this address', callback, 'GET', { host: 'evil.example' }],
    ['localhost as host', callback, 'GET', { host: 'localhost' }],
    ['a script of another page', callback, 'GET', { origin: 'https://evil.example' }],
    ['an image element', callback, 'GET', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame', callback, 'GET', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['a prefetch', callback, 'GET', { 'sec-purpose': 'prefetch' }],
    ['an absolute address', `http://evil.example${callback}`],
    ['an endless address', `${callback}&x=${'x'.repeat(8_200)}`],
    ['endless headers', callback, 'GET', { 'x-long': 'x'.repeat(20_000) }]
  ])('refuses %s and goes on waiting', async (_name, path, method, headers) => {
    const { port, callback: heard } = await listen()
    expect((await send(port, path, method, headers)).status).not.toBe(303)
    await send(port, callback)
    expect((await heard).pathname).toBe('/callback')
  })

  it('stops answering whoever keeps guessing, and still hears the right state', async () => {
    const { port, callback: heard } = await listen()
    const statuses: number[] = []
    for (let guess = 0; guess < 25; guess++) statuses.push((await send(port, `/callback?state=${guess}`)).status)
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(400))
    expect(statuses.slice(20)).toEqual(Array(5).fill(0))
    expect((await send(port, callback)).status).toBe(303)
    await expect(heard).resolves.toBeInstanceOf(URL)
  })

  it('does not hear a redirect that names two hosts', async () => {
    const { port, callback: heard } = await listen()
    const request = `GET ${callback} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(request))
      socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      socket.on('error', () => undefined).on('close', () => resolve(text))
    })
    expect(answer).not.toContain(' 303 ')
    await send(port, callback)
    expect((await heard).pathname).toBe('/callback')
  })

  it('survives any bytes that another program sends', async () => {
    const { port, callback: heard } = await listen()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await new Promise<void>((resolve) => {
          const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
          socket.on('error', () => resolve()).on('close', () => resolve())
          socket.resume()
        })
      }),
      { numRuns: 200 }
    )
    await send(port, callback)
    await expect(heard).resolves.toBeInstanceOf(URL)
  })

  it('survives any request line and any headers, and reflects nothing', async () => {
    const { port, callback: heard } = await listen()
    const canary = 'canary7f3'
    const text = fc.string({ maxLength: 40 }).map((value) => encodeURIComponent(value) + canary)
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('GET', 'PUT', 'OPTIONS'), text, text, async (method, path, header) => {
        const answer = await send(port, `/${path}?state=${path}`, method, { 'x-any': header, cookie: header })
        expect(answer.status).not.toBe(303)
        expect(JSON.stringify(answer)).not.toContain(canary)
      }),
      { numRuns: 200 }
    )
    await send(port, callback)
    await expect(heard).resolves.toBeInstanceOf(URL)
  })

  it('is not reachable from another interface', async () => {
    const { port } = await listen()
    const reached = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: '127.0.0.2' }, () => resolve(true))
      socket.on('error', () => resolve(false))
    })
    expect(reached).toBe(false)
  })

  it('takes the first free port of a list, and says when none is free', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.on('listening', resolve))
    const address = taken.address()
    const busy = typeof address === 'object' && address ? address.port : 0
    const { port: free, close } = await listen()
    close()
    expect((await listen([busy, free])).port).toBe(free)
    await expect(listenForCallback([busy], state, 'en')).rejects.toMatchObject({ code: 'signInPortTaken' })
    taken.close()
  })
})

describe('the address pasted back', () => {
  it('is heard like the redirect itself, and closes the listener', async () => {
    const { port, redirectUri, callback: heard, accept } = await listen()
    expect(accept(` ${redirectUri}?code=c&state=${state}\n`)).toBe(true)
    expect((await heard).searchParams.get('code')).toBe('c')
    expect(await send(port, callback)).toMatchObject({ status: 0 })
  })

  it.each<[string, (redirectUri: string, port: number) => string]>([
    ['nothing', () => ''],
    ['a wrong state', (uri) => `${uri}?code=c&state=wrong`],
    ['a state of the right length', (uri) => `${uri}?code=c&state=${state.replace('t', 'u')}`],
    ['no state', (uri) => `${uri}?code=c`],
    ['the state twice', (uri) => `${uri}?code=c&state=${state}&state=${state}`],
    ['another path', (uri) => `${uri}/x?code=c&state=${state}`],
    ['a path that only normalizes to it', (uri) => `${uri.replace('/callback', '/x/../callback')}?state=${state}`],
    ['another port', (_uri, port) => `http://127.0.0.1:${port + 1}${callback}`],
    ['another host', (_uri, port) => `http://localhost:${port}${callback}`],
    ['another spelling of the host', (_uri, port) => `http://127.1:${port}${callback}`],
    ['another scheme', (_uri, port) => `https://127.0.0.1:${port}${callback}`],
    ['a name before the host', (_uri, port) => `http://a@127.0.0.1:${port}${callback}`],
    ['only the part behind the host', () => callback],
    ['the parameters in the fragment', (uri) => `${uri}?#code=c&state=${state}`],
    ['an endless address', (uri) => `${uri}?state=${state}&x=${'x'.repeat(8_200)}`]
  ])('is refused when it is %s, and the wait goes on', async (_name, address) => {
    const { port, redirectUri, callback: heard, accept } = await listen()
    expect(accept(address(redirectUri, port))).toBe(false)
    expect((await send(port, callback)).status).toBe(303)
    await expect(heard).resolves.toBeInstanceOf(URL)
  })

  it('may be any junk without ending the wait', async () => {
    const { redirectUri, callback: heard, accept } = await listen()
    const junk = fc.oneof(
      fc.string(),
      fc.string().map((query) => `${redirectUri}?${query}`),
      fc.webUrl()
    )
    fc.assert(fc.property(junk, (address) => !accept(address)))
    expect(accept(`${redirectUri}?code=c&state=${state}`)).toBe(true)
    await expect(heard).resolves.toBeInstanceOf(URL)
  })

  it('is refused once the browser has come back', async () => {
    const { port, redirectUri, callback: heard, accept } = await listen()
    await send(port, callback)
    expect(accept(`${redirectUri}?code=d&state=${state}`)).toBe(false)
    expect((await heard).searchParams.get('code')).toBe('c')
  })
})

import { connect, createServer } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { listenForCallback, type Loopback } from './loopback'
import { loopbackLimits } from './loopbackServer'
import { send } from './send.testing'

const state = 'the-right-state-0123456789'
const opened: Loopback[] = []
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
  for (const loopback of opened.splice(0)) loopback.close()
})

async function listen(ports: readonly number[] = [0], limits = loopbackLimits): Promise<Loopback & { port: number }> {
  const loopback = await listenForCallback(ports, state, 'en', limits)
  opened.push(loopback)
  return { ...loopback, port: Number(new URL(loopback.redirectUri).port) }
}

const callback = `/callback?code=c&state=${state}`

describe('the loopback listener', () => {
  it('hears the redirect, hides the code from the address bar and closes after its page', async () => {
    const { port, redirectUri, callback: heard } = await listen()
    expect(redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/)
    const answer = await send(port, callback)
    const page = String(answer.headers['location'])
    expect(page).toMatch(/^\/done\/[\w-]{43}$/)
    expect(answer).toMatchObject({ status: 303, headers: { 'cache-control': 'no-store' }, body: '' })
    expect((await heard).searchParams.get('code')).toBe('c')

    const done = await send(port, page)
    expect(done.status).toBe(200)
    expect(done.body).toContain('Go back to Holdfast')
    expect(done.body).not.toContain('was not completed')
    expect(done.headers).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY'
    })
    await expect.poll(() => send(port, page)).toMatchObject({ status: 0 })
  })

  it('keeps its port until the browser that brought the answer has its page, whoever else asks for one', async () => {
    const { port } = await listen()
    const answer = await send(port, callback)
    for (const guess of ['/done', '/done/', `/done/${'A'.repeat(43)}`]) {
      expect((await send(port, guess)).status).toBe(404)
    }
    expect((await send(port, String(answer.headers['location']))).status).toBe(200)
  })

  it('closes by itself where nobody fetches that page', async () => {
    const { port } = await listen([0], { ...loopbackLimits, lingerMs: 20 })
    const answer = await send(port, callback)
    await expect.poll(() => send(port, '/elsewhere')).toMatchObject({ status: 0 })
    expect(answer.status).toBe(303)
  })

  it('closes once, and leaves no timer behind for a port that is closed', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const deadline = vi.spyOn(AbortSignal, 'timeout')
    // The port of an earlier test may close meanwhile, with a deadline of its own.
    const requestMs = loopbackLimits.requestMs + 1
    const { port } = await listen([0], { ...loopbackLimits, requestMs })
    const answer = await send(port, callback)
    await send(port, String(answer.headers['location']))
    await expect.poll(() => send(port, '/elsewhere')).toMatchObject({ status: 0 })
    vi.advanceTimersByTime(loopbackLimits.lingerMs)
    expect([deadline.mock.calls.filter(([ms]) => ms === requestMs), vi.getTimerCount()]).toEqual([[[requestMs]], 0])
  })

  it('takes the first redirect only', async () => {
    const { port, callback: heard } = await listen()
    await send(port, callback)
    expect((await send(port, callback.replace('code=c', 'code=d'))).status).toBe(410)
    expect((await heard).searchParams.get('code')).toBe('c')
  })

  it('hears a refusal by the tenant just the same, says that nobody signed in and repeats none of its words', async () => {
    const { port, callback: heard } = await listen()
    const answer = await send(
      port,
      `/callback?error=access_denied&error_description=%3Cscript%3Ex%3C/script%3E&state=${state}`
    )
    const { body } = await send(port, String(answer.headers['location']))
    expect(JSON.stringify(answer) + body).not.toContain('script')
    expect(body).toContain('The sign-in was not completed')
    expect(body).not.toContain('Go back to Holdfast</h1>')
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
    ['endless headers', callback, 'GET', { 'x-long': 'x'.repeat(300_000) }]
  ])('refuses %s and goes on waiting', async (_name, path, method, headers) => {
    const { port, callback: heard } = await listen()
    expect((await send(port, path, method, headers)).status).not.toBe(303)
    await send(port, callback)
    expect((await heard).pathname).toBe('/callback')
  })

  it('hears the redirect with all the cookies that a browser may send along', async () => {
    const { port } = await listen()
    const cookie = Array.from({ length: 200 }, (_, index) => `c${index}=${'x'.repeat(900)}`).join('; ')
    expect((await send(port, callback, 'GET', { cookie })).status).toBe(303)
  })

  it.each<[string, string, Record<string, string>, number]>([
    ['more headers than it reads', callback, { cookie: 'x'.repeat(300_000) }, 431],
    ['the right state from a page without an origin', callback, { origin: 'null' }, 400],
    ['the right state from a frame', callback, { 'sec-fetch-dest': 'iframe' }, 400],
    ['a longer address than it reads', `${callback}&x=${'x'.repeat(8_200)}`, {}, 400]
  ])('answers %s with a page that says how to go on', async (_name, path, headers, status) => {
    const { port } = await listen()
    const answer = await send(port, path, 'GET', headers)
    expect(answer.status).toBe(status)
    expect(answer.body).toContain('Copy the whole address of this page.')
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('says so in the person’s language', async () => {
    const loopback = await listenForCallback([0], state, 'zh-CN')
    opened.push(loopback)
    const { body } = await send(Number(new URL(loopback.redirectUri).port), '/callback?code=c&state=other')
    expect(body).toContain('<html lang="zh-CN">')
    expect(body).toContain('没有登录在等待这个页面')
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
      fc.asyncProperty(fc.uint8Array({ maxLength: 300, size: 'max' }), async (bytes) => {
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

describe('a one-time link', () => {
  const target = 'https://id.fernhill.example/oidc/auth?state=secret'

  it('leads to its target once, and says that it was opened', async () => {
    const { port, link } = await listen()
    let openings = 0
    const path = new URL(link(target, () => openings++).handOut()).pathname
    expect(path).toMatch(/^\/go\/[\w-]{43}$/)
    expect(await send(port, path)).toMatchObject({
      status: 303,
      headers: { location: target, 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' },
      body: ''
    })
    expect(openings).toBe(1)
  })

  it('ends the wait when it is fetched again, with a page that says why', async () => {
    const { port, link, callback: heard } = await listen()
    const path = new URL(link(target, () => undefined).handOut()).pathname
    await send(port, path)
    const again = await send(port, path)
    expect(again).toMatchObject({ status: 410 })
    expect(again.body).toContain('This sign-in was stopped')
    expect(JSON.stringify(again)).not.toContain('secret')
    await expect(heard).rejects.toMatchObject({ code: 'signInLinkReused' })
    expect((await send(port, callback)).status).toBe(410)
  })

  it('may be fetched by each browser that was started with it, and no more', async () => {
    const { port, link, callback: heard } = await listen()
    const { handOut } = link(target, () => undefined)
    const path = new URL(handOut()).pathname
    handOut()
    expect((await send(port, path)).status).toBe(303)
    expect((await send(port, path)).status).toBe(303)
    expect((await send(port, path)).status).toBe(410)
    await expect(heard).rejects.toMatchObject({ code: 'signInLinkReused' })
  })

  it.each<[string, string, Record<string, string>]>([
    ['a page that is only fetched ahead', 'GET', { 'sec-purpose': 'prefetch' }],
    ['HEAD', 'HEAD', {}],
    ['a name that was rebound to this address', 'GET', { host: 'evil.example' }]
  ])('is not used up by %s', async (_name, method, headers) => {
    const { port, link } = await listen()
    const path = new URL(link(target, () => undefined).handOut()).pathname
    expect((await send(port, path, method, headers)).status).toBe(400)
    expect((await send(port, path)).status).toBe(303)
  })

  it('does not exist before it was handed out', async () => {
    const { port } = await listen()
    expect((await send(port, `/go/${'A'.repeat(43)}`)).status).toBe(404)
  })

  it('leads nowhere once the answer came', async () => {
    const { port, link, callback: heard } = await listen()
    const path = new URL(link(target, () => undefined).handOut()).pathname
    await send(port, path)
    await send(port, callback)
    expect((await send(port, path)).status).toBe(410)
    expect((await heard).searchParams.get('code')).toBe('c')
  })
})

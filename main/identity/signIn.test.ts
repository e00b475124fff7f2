import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { type Sandbox, startSandbox } from '../../sandbox'
import { Browser } from '../../sandbox/testing/browser.testing'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import { startSession } from '../topics/session/session.testing'
import { beginInBrowser, type BrowserAttempt } from './signIn'
import { signInAsPerson } from './tenant.testing'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(async () => {
  await sandbox.close()
})

const attempts: BrowserAttempt<URL>[] = []
afterEach(() => {
  vi.useRealTimers()
  for (const attempt of attempts.splice(0)) attempt.cancel()
})

/** Begins an attempt. Its request and its answer are as the tenant would see them. */
async function begin(): Promise<BrowserAttempt<URL>> {
  const attempt = await beginInBrowser(
    {
      request: (redirectUri, state) =>
        Promise.resolve({
          link: `https://id.fernhill.example/oidc/auth?${new URLSearchParams({ redirectUri, state }).toString()}`,
          state,
          nonce: '',
          codeVerifier: ''
        }),
      redeem: (callback) => Promise.resolve(callback)
    },
    [0],
    'en'
  )
  attempts.push(attempt)
  return attempt
}

const stateOf = ({ request }: BrowserAttempt<URL>): string => new URL(request).searchParams.get('state') ?? ''

describe('an attempt in the browser', () => {
  it('has a state of 256 random bits that no other attempt has', async () => {
    const states = (await Promise.all(Array.from({ length: 10 }, begin))).map(stateOf)
    for (const state of states) expect(state).toMatch(/^[\w-]{43}$/)
    expect(new Set(states).size).toBe(10)
  })

  it('leads a browser to the request by an address that says nothing of it', async () => {
    const attempt = await begin()
    const link = attempt.link()
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/go\/[\w-]{43}$/)
    expect(link).not.toContain(stateOf(attempt))
    expect((await new Browser().follow(new URL(link))).href).toBe(attempt.request)
  })

  it('leaves no listener behind when the request could not be made', async () => {
    let redirect = ''
    const failing = beginInBrowser(
      {
        request: (redirectUri) => {
          redirect = redirectUri
          return Promise.reject(new AppError('signInPkceRefused'))
        },
        redeem: (callback) => Promise.resolve(callback)
      },
      [0],
      'en'
    )
    await expect(failing).rejects.toMatchObject({ code: 'signInPkceRefused' })
    await expect(fetch(redirect)).rejects.toThrow()
  })

  it('leaves no listener behind when it is cancelled', async () => {
    const attempt = await begin()
    attempt.cancel()
    expect(await attempt.outcome).toBeUndefined()
    await expect(fetch(attempt.redirectUri)).rejects.toThrow()
  })
})

describe('an attempt that the browser cannot bring back', () => {
  it('is continued with the address that the browser could not open', async () => {
    const attempt = await begin()
    const address = `${attempt.redirectUri}?${new URLSearchParams({ code: 'c', state: stateOf(attempt) }).toString()}`
    attempt.finish(address)
    expect((await attempt.outcome)?.href).toBe(address)
  })

  it('refuses any other address, and waits on for the right one', async () => {
    const attempt = await begin()
    const wrong = `${attempt.redirectUri}?code=c&state=other`
    expect(() => attempt.finish(wrong)).toThrow(expect.objectContaining({ code: 'signInAddressWrong' }))
    const right = wrong.replace('other', stateOf(attempt))
    attempt.finish(right)
    expect((await attempt.outcome)?.href).toBe(right)
  })
})

describe('the link of a sign-in', () => {
  async function signingIn() {
    const session = await startSession(sandbox, await temporaryFolder(), inMemory())
    await session.signIn()
    return { session, link: new URL(session.signInLink()) }
  }

  it('is another one once it was opened', async () => {
    const { session, link } = await signingIn()
    await new Browser().follow(link)
    const second = session.signInLink()
    expect(second).not.toBe(link.href)
    expect(session.state()).toMatchObject({ phase: 'signingIn', link: second })
    await signInAsPerson(sandbox, second)
    await expect.poll(() => session.state().phase).toBe('signedIn')
    await session.end()
  })

  it('may be opened by each browser that was started with it', async () => {
    const { session, link } = await signingIn()
    await session.reopenBrowser()
    expect(session.signInLink()).toBe(link.href)
    await new Browser().follow(link)
    await new Browser().follow(link)
    expect(session.state().phase).toBe('signingIn')
    await session.end()
  })

  it('ends the sign-in with a reason when somebody else opened it too', async () => {
    const { session, link } = await signingIn()
    await new Browser().follow(link)
    await expect(new Browser().follow(link)).rejects.toThrow('410')
    await expect.poll(() => session.state()).toMatchObject({ failure: { code: 'signInLinkReused' } })
    expect(session.state().phase).toBe('signedOut')
  })
})

/** Begins an attempt under clocks that the test moves. Resolves to it and to the errors that it ends with. */
async function beginUnderClocks() {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const attempt = await begin()
  const ended: unknown[] = []
  attempt.outcome.catch((error: unknown) => ended.push(error))
  return { attempt, ended }
}

describe('the time of an attempt', () => {
  it('ends when it says, and not before, with its port closed', async () => {
    const { attempt, ended } = await beginUnderClocks()
    const left = attempt.expiresAt - Date.now()
    expect(left).toBeGreaterThan(60_000)
    await vi.advanceTimersByTimeAsync(left - 1)
    expect(ended).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(ended).toMatchObject([{ code: 'signInTimedOut' }])
    await expect(fetch(attempt.link())).rejects.toThrow('fetch failed')
  })

  it('is not counted on after its end', async () => {
    const { attempt } = await beginUnderClocks()
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    attempt.cancel()
    await attempt.outcome
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('an attempt that the computer slept through', () => {
  it('is over at the time that it named, with its port closed', async () => {
    const { attempt, ended } = await beginUnderClocks()
    vi.setSystemTime(attempt.expiresAt - 1_000)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(ended).toMatchObject([{ code: 'signInTimedOut' }])
    await expect(fetch(attempt.link())).rejects.toThrow('fetch failed')
  })
})

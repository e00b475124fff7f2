import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox'
import { Browser } from '../../sandbox/testing/browser.testing'
import { type Proof, proveIdentity, type WithoutTime } from './identityProof'
import { discoverOidc } from './oidc/oidc'
import { fetchFor, forgeIdToken, signedIn, signInAsPerson, tenantOf } from './tenant.testing'

let sandbox: Sandbox
/** The subject of the first person. */
let sub: string
beforeAll(async () => {
  sandbox = await startSandbox()
  sub = (await signedIn(sandbox)).sub
})
afterEach(() => {
  vi.useRealTimers()
  sandbox.faults.clear()
  sandbox.requests.clear()
})
afterAll(() => sandbox.close())

interface Wishes {
  signal: AbortSignal
  clockError: number
  limit: number
  withoutTime: WithoutTime
}

/** Asks for a proof of the first person's identity. `inBrowser` acts for somebody who has its link. */
async function prove(
  inBrowser: (link: string) => unknown,
  { signal = new AbortController().signal, clockError = 0, limit = 20_000, withoutTime }: Partial<Wishes> = {}
): Promise<Proof> {
  const tenant = tenantOf(sandbox)
  const oidc = await discoverOidc(tenant, fetchFor(tenant))
  const onBegun = ({ handOut }: { handOut: () => string }): void => void inBrowser(handOut())
  const asked = { oidc, sub, ports: [0], language: 'en', clockError, withoutTime, limit, onBegun } as const
  return proveIdentity(asked, () => undefined, signal)
}

const signIn = (link: string): Promise<void> => signInAsPerson(sandbox, link)
const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds
const tellAuthTime = (authTime: number | undefined): Promise<void> =>
  forgeIdToken(sandbox, ({ auth_time: _dropped, ...claims }) => ({
    ...claims,
    ...(authTime !== undefined && { auth_time: authTime })
  }))

describe('a proof of identity', () => {
  it('is given by a fresh sign-in of the same person, for which nothing else is granted', async () => {
    let request = new URL(sandbox.host)
    await prove(async (link) => {
      request = await new Browser().follow(new URL(link))
      await signIn(request.href)
    })
    const parameters = request.searchParams
    expect(Object.fromEntries(parameters)).toMatchObject({ scope: 'openid', prompt: 'login', max_age: '0' })
    expect(parameters.get('nonce')).toMatch(/^[\w-]{22,}$/)
    expect(parameters.get('code_challenge_method')).toBe('S256')
  })

  it('is not given by another account', async () => {
    const proof = prove((link) => signInAsPerson(sandbox, link, 1))
    await expect(proof).rejects.toMatchObject({ code: 'confirmationOtherAccount' })
  })

  it('is not given by a sign-in from before it was asked for', async () => {
    await tellAuthTime(secondsAgo(120))
    await expect(prove(signIn)).rejects.toMatchObject({ code: 'confirmationDeclined' })
  })

  it('is not given where the server does not say when the person signed in', async () => {
    await tellAuthTime(undefined)
    await expect(prove(signIn)).rejects.toMatchObject({ code: 'signInTimeMissing' })
  })

  it('is given without that time, if that is allowed, by an answer made after the question', async () => {
    await tellAuthTime(undefined)
    await expect(prove(signIn, { withoutTime: 'allowed' })).resolves.toEqual({ timeTold: false })
  })

  it('is not given without that time by an answer made before the question', async () => {
    await forgeIdToken(sandbox, ({ auth_time: _dropped, ...claims }) => ({ ...claims, iat: secondsAgo(120) }))
    await expect(prove(signIn, { withoutTime: 'allowed' })).rejects.toMatchObject({ code: 'confirmationDeclined' })
  })

  it('depends on that time if the server tells it, even if the answer is newer', async () => {
    await tellAuthTime(secondsAgo(120))
    await expect(prove(signIn, { withoutTime: 'allowed' })).rejects.toMatchObject({ code: 'confirmationDeclined' })
  })

  it('is given by a sign-in at the very moment from which on one counts', async () => {
    const now = secondsAgo(0) * 1000
    vi.useFakeTimers({ toFake: ['Date'], now })
    await tellAuthTime(now / 1000 - 60)
    await expect(prove(signIn)).resolves.toEqual({ timeTold: true })
    await tellAuthTime(now / 1000 - 61)
    await expect(prove(signIn)).rejects.toMatchObject({ code: 'confirmationDeclined' })
  })

  it('allows for clocks that differ a little', async () => {
    await tellAuthTime(secondsAgo(40))
    await expect(prove(signIn)).resolves.toEqual({ timeTold: true })
  })

  it('uses the server’s clock if this computer’s is known to be far ahead', async () => {
    await tellAuthTime(secondsAgo(600))
    await expect(prove(signIn, { clockError: 600_000 })).resolves.toEqual({ timeTold: true })
    await tellAuthTime(secondsAgo(720))
    await expect(prove(signIn, { clockError: 600_000 })).rejects.toMatchObject({ code: 'confirmationDeclined' })
  })

  it.each([
    ['nonce', { nonce: 'other' }],
    ['audience', { aud: 'another-app' }],
    ['issuer', { iss: 'https://evil.example/oidc' }],
    ['lifetime', { exp: secondsAgo(3_600), iat: secondsAgo(7_200) }]
  ])('is not given by an ID token with a wrong %s', async (_name, claims) => {
    await forgeIdToken(sandbox, (original) => ({ ...original, ...claims }))
    await expect(prove(signIn)).rejects.toMatchObject({ code: 'signInNotVerified' })
  })

  it('is not given by an ID token that the tenant’s keys did not sign', async () => {
    await forgeIdToken(sandbox, (claims) => claims, { publish: false })
    await expect(prove(signIn)).rejects.toMatchObject({ code: 'signInNotVerified' })
  })

  it('is not given when the person denies it', async () => {
    const proof = prove((link) => signInAsPerson(sandbox, link, 0, true))
    await expect(proof).rejects.toMatchObject({ code: 'signInDenied' })
  })

  it('is not waited for without end', async () => {
    await expect(prove(() => undefined, { limit: 1 })).rejects.toMatchObject({ code: 'signInTimedOut' })
  })

  it('ends when it is cancelled, with the listener closed', async () => {
    const asking = new AbortController()
    let opened = ''
    const proof = prove(
      (link) => {
        opened = link
        asking.abort(new Error('left'))
      },
      { signal: asking.signal }
    )
    await expect(proof).rejects.toThrow('left')
    await expect(fetch(opened)).rejects.toThrow()
  })

  it('shows no link when it was cancelled before', async () => {
    const links: string[] = []
    const proof = prove((link) => links.push(link), { signal: AbortSignal.abort(new Error('left')) })
    await expect(proof).rejects.toThrow('left')
    expect(links).toEqual([])
  })

  it('revokes a refresh token that came unasked', async () => {
    const { refreshToken } = await signedIn(sandbox)
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: (tokens) => ({ ...tokens, refresh_token: refreshToken })
    })
    await prove(signIn)
    const revocations = () => sandbox.requests.filter(({ path }) => path === '/oidc/token/revocation').length
    await expect.poll(revocations).toBe(1)
  })
})

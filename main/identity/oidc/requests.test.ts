import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { AppError } from '../../ground/errors'
import { readTenant } from '../../ground/tenant'
import { fetchFor, forgeIdToken, signedIn, tenantOf } from '../tenant.testing'
import { discover } from './discovery'
import { discoverOidc, type Oidc } from './oidc'
import { createRenewal } from './renewal'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterEach(() => {
  sandbox.faults.clear()
  sandbox.requests.clear()
})
afterAll(() => sandbox.close())

/** Discovers a provider whose document says this beside or in place of the usual. */
function discoverWith(change: Record<string, unknown> = {}): Promise<Oidc> {
  sandbox.faults.set('/oidc/.well-known/openid-configuration', {
    kind: 'rewrite',
    change: (document) => ({ ...document, ...change })
  })
  return discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))
}

const askedPaths = (): string[] => sandbox.requests.map(({ path }) => path)

describe('a sign-in', () => {
  it('is not begun at a provider that names its methods of PKCE, and S256 is none of them', async () => {
    const oidc = await discoverWith({ code_challenge_methods_supported: ['plain'] })
    await expect(oidc.authorizationRequest('http://127.0.0.1:4180/', 's')).rejects.toMatchObject({
      code: 'signInPkceRefused'
    })
  })

  it('is begun at a provider that names no method of PKCE', async () => {
    const oidc = await discoverWith({ code_challenge_methods_supported: undefined })
    const { link } = await oidc.authorizationRequest('http://127.0.0.1:4180/', 's')
    expect(new URL(link).searchParams.get('code_challenge_method')).toBe('S256')
  })

  it.each([
    [58, true],
    [60, false]
  ])('counts with an ID token that ended %d s ago: %j', async (seconds, counts) => {
    await forgeIdToken(sandbox, (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - seconds }))
    const signingIn = signedIn(sandbox)
    if (counts) await expect(signingIn).resolves.toHaveProperty('sub')
    else await expect(signingIn).rejects.toMatchObject({ code: 'signInNotVerified' })
  })
})

describe('a revocation', () => {
  it('asks nothing where the provider names no place for it', async () => {
    const oidc = await discoverWith({ revocation_endpoint: undefined })
    sandbox.requests.clear()
    await expect(oidc.revoke('any')).resolves.toBeUndefined()
    expect(askedPaths()).toEqual([])
  })

  it('that is refused says so', async () => {
    const oidc = await discoverWith()
    sandbox.faults.set('/oidc/token/revocation', { kind: 'status', status: 404 })
    await expect(oidc.revoke('any')).rejects.toMatchObject({ code: 'unexpectedAnswer', facts: { status: 404 } })
  })
})

describe('the subject of an access token', () => {
  it('is the person who signed in', async () => {
    const { accessToken, sub } = await signedIn(sandbox)
    expect(await (await discoverWith()).identify(accessToken)).toBe(sub)
  })

  it('is not told for a token that the provider does not know', async () => {
    await expect((await discoverWith()).identify('unknown')).rejects.toMatchObject({ code: 'unexpectedAnswer' })
  })
})

it('a session without a refresh token ends without a request', async () => {
  const session = await signedIn(sandbox)
  const oidc = await discoverWith()
  sandbox.requests.clear()
  await expect(oidc.refresh({ ...session, refreshToken: '' })).rejects.toMatchObject({ code: 'sessionEnded' })
  expect(askedPaths()).toEqual([])
})

describe('the question if a refresh token is active', () => {
  it('says which kind of token it is about', async () => {
    const { refreshToken } = await signedIn(sandbox)
    const bodies: unknown[] = []
    const tenant = tenantOf(sandbox)
    const oidc = await discoverOidc(tenant, (url, init) => {
      if (url.endsWith('/introspection')) bodies.push(init?.body)
      return fetchFor(tenant)(url, init)
    })
    expect(await oidc.saysActive(refreshToken)).toBe(true)
    expect(bodies).toEqual([expect.any(URLSearchParams)])
    expect(Object.fromEntries(bodies[0] as URLSearchParams)).toMatchObject({ token_type_hint: 'refresh_token' })
  })

  it('is not asked where the provider names no place for it', async () => {
    const { refreshToken } = await signedIn(sandbox)
    const oidc = await discoverWith({ introspection_endpoint: undefined })
    sandbox.requests.clear()
    expect(await oidc.saysActive(refreshToken)).toBeUndefined()
    expect(askedPaths()).toEqual([])
  })

  it.each(['offline', 'timedOut', 'proxyPasswordNeeded', 'proxySchemeUnsupported', 'proxyUnreachable'] as const)(
    'fails with %s, because that is no answer',
    async (code) => {
      const failing = () => Promise.reject(new AppError(code))
      const { server, allowances } = await discover(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))
      const renewal = createRenewal(server, sandbox.appId, failing, allowances)
      await expect(renewal.saysActive('any')).rejects.toMatchObject({ code })
    }
  )
})

it('only a tenant on this computer is asked without encryption', async () => {
  const read = readTenant('https://fernhill.example', sandbox.appId)
  if (!read.ok) throw new Error(read.problem)
  const at = (path: string) => `https://fernhill.example/oidc${path}`
  const document = {
    issuer: at(''),
    authorization_endpoint: at('/auth'),
    token_endpoint: at('/token'),
    jwks_uri: at('/keys')
  }
  const secure = await discover(read.tenant, () => Promise.resolve(Response.json(document)))
  expect(secure.allowances).toEqual([])
  expect((await discover(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))).allowances).toHaveLength(1)
})

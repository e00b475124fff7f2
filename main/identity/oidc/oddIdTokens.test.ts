import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, decodeJwt } from 'jose'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { Browser } from '../../../sandbox/testing/browser.testing'
import { proveIdentity, type WithoutTime } from '../identityProof'
import { discoverOidc, type Oidc } from './oidc'
import { fetchFor, forgeIdToken, signedIn, signInAsPerson, tenantOf } from '../tenant.testing'

const started: Sandbox[] = []
afterEach(async () => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  for (const sandbox of started.splice(0)) await sandbox.close()
})

async function tenantWith(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox(options)
  started.push(sandbox)
  return sandbox
}

const discover = (sandbox: Sandbox): Promise<Oidc> => discoverOidc(tenantOf(sandbox), fetchFor(tenantOf(sandbox)))

/** The ways by which an ID token arrives. Each one resolves to the subject that it names. */
const ways: Record<string, (sandbox: Sandbox, oidc: Oidc) => Promise<string>> = {
  'a sign-in': async (sandbox, oidc) => {
    const request = await oidc.authorizationRequest('http://127.0.0.1:4180/callback', 'state-1')
    const { account = '', password = '' } = sandbox.people[0] ?? {}
    return (await oidc.exchange(await new Browser().signIn(request.link, account, password), request)).sub
  },
  'a renewal': async (sandbox, oidc) => (await oidc.refresh(await signedIn(sandbox))).sub,
  'a refresh token that was pasted': async (sandbox, oidc) =>
    (await oidc.redeemRefreshToken((await signedIn(sandbox)).refreshToken)).sub
}

const ada = '66f1c8a10b7d4e2f90a1c301'

describe.each(Object.entries(ways))('the ID token of %s', (way, bringIn) => {
  it('counts whichever of several keys without a name signed it', async () => {
    const sandbox = await tenantWith({ signingKeys: 3, keyIds: false })
    expect(await bringIn(sandbox, await discover(sandbox))).toBe(ada)
  })

  it.each(['text', 'nonsense', 'missing'] as const)('counts although its time of sign-in is %s', async (authTime) => {
    const sandbox = await tenantWith({ authTime })
    expect(await bringIn(sandbox, await discover(sandbox))).toBe(ada)
  })

  it('counts with its end and its beginning as text', async () => {
    const sandbox = await tenantWith()
    const oidc = await discover(sandbox)
    await asText(sandbox, {})
    expect(await bringIn(sandbox, oidc)).toBe(ada)
  })

  it('does not count with times as text if no known key has signed it', async () => {
    const sandbox = await tenantWith({ authTime: 'text' })
    const oidc = await discover(sandbox)
    const bringing = way === 'a sign-in' ? undefined : await signedIn(sandbox)
    await asText(sandbox, { publish: false })
    const brought = bringing
      ? way === 'a renewal'
        ? oidc.refresh(bringing)
        : oidc.redeemRefreshToken(bringing.refreshToken)
      : bringIn(sandbox, oidc)
    await expect(brought).rejects.toMatchObject({
      code: way === 'a renewal' ? 'sessionNotVerified' : 'signInNotVerified'
    })
  })
})

/** Makes the tenant write every time of its ID tokens as text. */
const asText = (sandbox: Sandbox, options: { publish?: boolean }): Promise<void> =>
  forgeIdToken(
    sandbox,
    ({ exp, iat, auth_time: authTime, ...claims }) =>
      ({
        ...claims,
        exp: `${exp}`,
        iat: `${iat}`,
        auth_time: `${Number(authTime)}`
      }) as unknown as JWTPayload,
    options
  )

describe('keys without a name', () => {
  it('do not let a token pass that none of them signed', async () => {
    const sandbox = await tenantWith({ signingKeys: 2, keyIds: false })
    const session = await signedIn(sandbox)
    const oidc = await discover(sandbox)
    signWith(sandbox, (await generateKeyPair('RS256')).privateKey)
    await expect(oidc.refresh(session)).rejects.toMatchObject({ code: 'sessionNotVerified' })
  })

  it('are asked for again where the tenant has new ones', async () => {
    const sandbox = await tenantWith({ signingKeys: 2, keyIds: false })
    const oidc = await discover(sandbox)
    const session = await oidc.refresh(await signedIn(sandbox))
    const pairs = await Promise.all([1, 2].map(() => generateKeyPair('RS256', { extractable: true })))
    const keys = await Promise.all(pairs.map(({ publicKey }) => exportJWK(publicKey)))
    sandbox.faults.set('/oidc/.well-known/jwks.json', { kind: 'json', body: { keys } })
    signWith(sandbox, pairs[1]?.privateKey)
    expect((await oidc.refresh(session)).sub).toBe(ada)
  })

  it('are all tried, even if one cannot be used', async () => {
    const sandbox = await tenantWith({ signingKeys: 1, keyIds: false })
    sandbox.faults.set('/oidc/.well-known/jwks.json', {
      kind: 'rewrite',
      change: ({ keys }) => ({ keys: [{ kty: 'RSA', n: 'AQAB', e: 'AQAB' }, ...(keys as unknown[])] })
    })
    expect((await signedIn(sandbox)).sub).toBe(ada)
  })
})

type PrivateKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey']

it('an answer cannot replace the text that the signature is checked over', async () => {
  const sandbox = await tenantWith()
  const session = await signedIn(sandbox)
  const oidc = await discover(sandbox)
  const { privateKey } = await generateKeyPair('RS256')
  sandbox.faults.set('/oidc/token', {
    kind: 'rewrite',
    change: async (tokens) => {
      const claims = decodeJwt(String(tokens['id_token']))
      const forged = await new SignJWT({ ...claims, extra: 1 }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
      return { ...tokens, id_token: forged, id_token_as_signed: tokens['id_token'] }
    }
  })
  await expect(oidc.refresh(session)).rejects.toMatchObject({ code: 'sessionNotVerified' })
})

/** Signs all further ID tokens with this key, without its name. */
function signWith(sandbox: Sandbox, key: PrivateKey | undefined): void {
  if (!key) throw new Error('There is no key.')
  sandbox.faults.set('/oidc/token', {
    kind: 'rewrite',
    change: async (tokens) => ({
      ...tokens,
      id_token: await new SignJWT(decodeJwt(String(tokens['id_token']))).setProtectedHeader({ alg: 'RS256' }).sign(key)
    })
  })
}

describe('a proof of identity', () => {
  async function prove(sandbox: Sandbox, withoutTime?: WithoutTime) {
    const asked = {
      oidc: await discover(sandbox),
      sub: ada,
      ports: [0],
      language: 'en',
      clockError: 0,
      withoutTime,
      limit: 20_000,
      onBegun: ({ handOut }: { handOut: () => string }) => void signInAsPerson(sandbox, handOut())
    } as const
    return proveIdentity(asked, () => undefined, new AbortController().signal)
  }

  it('is given by a time of sign-in that is written as text', async () => {
    await expect(prove(await tenantWith({ authTime: 'text' }))).resolves.toEqual({ timeTold: true })
  })

  it.each(['nonsense', 'missing'] as const)('treats a time of sign-in that is %s as not told', async (authTime) => {
    const sandbox = await tenantWith({ authTime })
    await expect(prove(sandbox)).rejects.toMatchObject({ code: 'signInTimeMissing' })
    await expect(prove(sandbox, 'allowed')).resolves.toEqual({ timeTold: false })
  })

  it('treats a time of sign-in after the ID token was made, such as one in milliseconds, as not told', async () => {
    const sandbox = await tenantWith()
    await forgeIdToken(sandbox, (claims) => ({ ...claims, auth_time: Number(claims['auth_time']) * 1000 }))
    await expect(prove(sandbox)).rejects.toMatchObject({ code: 'signInTimeMissing' })
  })
})

it('tokens that come with 201 count as those that come with 200', async () => {
  const sandbox = await tenantWith()
  sandbox.faults.set('/oidc/token', { kind: 'created' })
  const session = await signedIn(sandbox)
  const oidc = await discover(sandbox)
  await expect(oidc.refresh(session)).resolves.toMatchObject({ sub: session.sub })
})

describe('the lifetime of an access token', () => {
  it.each([
    ['as text', '3600', true],
    ['as nonsense', 'soon', false],
    ['below zero', -1, false]
  ])('does not prevent a sign-in %s', async (_name, told, known) => {
    const sandbox = await tenantWith()
    sandbox.faults.set('/oidc/token', { kind: 'rewrite', change: (tokens) => ({ ...tokens, expires_in: told }) })
    expect(Number.isFinite((await signedIn(sandbox)).accessTokenUsableUntil)).toBe(known)
  })

  it.each([
    [{ expires_in: 3600 }, 0, 3_540_000],
    [{ expires_in: 3600 }, 0.5, 3_525_000],
    [{ expires_in: 100 }, 0, 90_000],
    [{ expire_in: '100' }, 0, 90_000],
    [{ expires_in: 100, expire_in: 900 }, 0, 90_000],
    [{}, 0, Infinity]
  ])('is used up to a margin of a tenth, at most a minute and half of that: %j', async (told, random, usableMs) => {
    const sandbox = await tenantWith()
    const [session, oidc] = [await signedIn(sandbox), await discover(sandbox)]
    sandbox.faults.set('/oidc/token', {
      kind: 'rewrite',
      change: ({ expires_in: _dropped, ...tokens }) => ({ ...tokens, ...told })
    })
    vi.useFakeTimers({ toFake: ['Date'] })
    vi.spyOn(Math, 'random').mockReturnValue(random)
    expect((await oidc.refresh(session)).accessTokenUsableUntil).toBe(Date.now() + usableMs)
  })
})

import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import type { GivenToken } from '../../contract/session'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox'
import { inMemory } from '../vault/memory'
import { createCredentialStore } from './credentials/credentialStore'
import type { Credential } from './credentials/credential'
import { createSession } from '../topics/session/session'
import type { Session } from './sessionInterface'
import { redeemGivenToken } from './givenToken'
import { discoverOidc } from './oidc/oidc'
import { fetchFor, signedIn, tenantOf } from './tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
const started: Session[] = []

beforeEach(async () => {
  profile = await temporaryFolder()
  entries = new Map()
})
afterEach(async () => {
  for (const session of started.splice(0)) await session.end()
  await sandbox.close()
})

/** Starts the app, and a session that somebody else began. */
async function start(options: SandboxOptions = {}) {
  sandbox = await startSandbox(options)
  const given = await signedIn(sandbox)
  sandbox.requests.clear()
  return { given, ...(await open()) }
}

async function open(accepts = true) {
  const tenant = tenantOf(sandbox)
  const logged: string[] = []
  const handedOver: Credential[] = []
  const session = createSession({
    tenant,
    fetch: fetchFor(tenant),
    store: createCredentialStore(inMemory(entries), join(profile, 'session.json'), tenant, () => undefined),
    keychain: { hold: () => () => undefined, reset: () => undefined },
    redirectPorts: [0],
    owner: { accepts: () => Promise.resolve(accepts), handOver: (credential) => handedOver.push(credential) },
    language: () => 'en',
    openInBrowser: () => Promise.resolve(true),
    onChanged: () => undefined,
    log: (...line) => logged.push(JSON.stringify(line))
  })
  started.push(session)
  await session.start()
  return { session, logged, handedOver }
}

/** Has the tenant check an access token, without a session. */
function redeemed(token: string, oidc?: () => Promise<never>): Promise<Credential> {
  const tenant = tenantOf(sandbox)
  const fetch = fetchFor(tenant)
  const provider = oidc ?? (() => discoverOidc(tenant, fetch))
  return redeemGivenToken({ kind: 'access', token }, { tenant, fetch, oidc: provider, language: () => 'en' })
}

const asked = (): string[] => sandbox.requests.map(({ path }) => path)

describe('a refresh token that was given', () => {
  it('becomes a session like any other: renewed, kept, and there at the next start', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'refresh', token: ` ${given.refreshToken}\n` })
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect(session.sub()).toBe(given.sub)
    expect(await session.tokens.current()).not.toBe(given.accessToken)
    expect([...entries.values()].join('')).not.toContain(given.refreshToken)
    expect((await open()).session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('does not count as a sign-in by the person', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'refresh', token: given.refreshToken })
    expect(session.signedInAt()).toBeUndefined()
  })

  it('has its owner looked up if the answer has no ID token', async () => {
    const { session, given } = await start()
    sandbox.faults.set('/oidc/token', { kind: 'rewrite', change: ({ id_token: _dropped, ...tokens }) => tokens })
    await session.useToken({ kind: 'refresh', token: given.refreshToken })
    expect(session.sub()).toBe(given.sub)
    expect(asked()).toContain('/oidc/me')
  })

  it('is refused when it was used before, and changes nothing', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'refresh', token: given.refreshToken })
    await session.signOut()
    await expect(session.useToken({ kind: 'refresh', token: given.refreshToken })).rejects.toMatchObject({
      code: 'tokenRefused'
    })
    expect(session.state()).toEqual({ phase: 'signedOut' })
    expect(entries.size).toBe(0)
  })

  it.each([401, 403])('is refused by a bare %s', async (status) => {
    const { session, given } = await start()
    const body = JSON.stringify({ code: status, message: 'no' })
    sandbox.faults.set('/oidc/token', { kind: 'status', status, contentType: 'application/json', body })
    await expect(session.useToken({ kind: 'refresh', token: given.refreshToken })).rejects.toMatchObject({
      code: 'tokenRefused'
    })
  })

  it('names a misconfiguration as a sign-in would', async () => {
    const { session, given } = await start()
    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 401,
      contentType: 'application/json',
      body: '{"error":"invalid_client"}'
    })
    await expect(session.useToken({ kind: 'refresh', token: given.refreshToken })).rejects.toMatchObject({
      code: 'signInSecretDemanded'
    })
  })
})

describe('an access token that was given', () => {
  it('lasts for one sitting, in memory only, and no message mentions the keychain', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'access', token: given.accessToken })
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'memory' })
    expect([session.sub(), session.signedInAt()]).toEqual([given.sub, undefined])
    expect(await session.tokens.current()).toBe(given.accessToken)
    expect(asked()).toEqual(expect.arrayContaining(['/oidc/me', '/api/v3/list-enrolled-factors']))
    await expect(session.retryKeychain()).rejects.toThrow('invalidInput')
    await session.settled()
    expect(entries.size).toBe(0)
    expect((await open()).session.state()).toEqual({ phase: 'signedOut' })
  })

  it('ends the session when it ends, with a message of its own', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'access', token: given.accessToken })
    await expect(session.tokens.replace(given.accessToken)).rejects.toThrow()
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'tokenEnded' } })
    expect(asked()).not.toContain('/oidc/token')
  })

  it('is left as it is when the person signs out', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'access', token: given.accessToken })
    await session.signOut()
    expect(session.state()).toEqual({ phase: 'signedOut' })
    expect(asked()).not.toContain('/oidc/token/revocation')
    await session.useToken({ kind: 'access', token: given.accessToken })
    expect(session.state()).toMatchObject({ phase: 'signedIn' })
  })

  it('is refused if the tenant does not accept it for the list of factors', async () => {
    const { session, given } = await start()
    sandbox.faults.set('/api/v3/list-enrolled-factors', {
      kind: 'businessError',
      statusCode: 401,
      message: 'token expired'
    })
    await expect(session.useToken({ kind: 'access', token: given.accessToken })).rejects.toMatchObject({
      code: 'tokenRefused'
    })
    expect(session.state()).toEqual({ phase: 'signedOut' })
    expect(asked().filter((path) => path === '/api/v3/list-enrolled-factors')).toHaveLength(1)
  })

  it('ends at the time that it names, and one that names none when the tenant refuses it', async () => {
    const { given } = await start()
    expect(await redeemed(given.accessToken)).toMatchObject({ sub: given.sub, accessTokenUsableUntil: Infinity })
    sandbox.faults.set('/oidc/me', { kind: 'json', body: { sub: given.sub } })
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'json', body: { statusCode: 200, data: [] } })
    const exp = Math.floor(Date.now() / 1000) + 600
    const token = await new SignJWT({ exp }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))
    expect(await redeemed(token)).toMatchObject({ accessToken: token, accessTokenUsableUntil: exp * 1000 })
  })

  it('that may not list the factors is refused, and the reason is kept', async () => {
    const { given } = await start()
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'businessError', statusCode: 403, message: 'no scope' })
    await expect(redeemed(given.accessToken)).rejects.toMatchObject({
      code: 'tokenRefused',
      facts: { status: 403, detail: 'no scope' },
      cause: { code: 'rejected' }
    })
  })

  it('is not called refused where the tenant refuses something else, or answers nonsense', async () => {
    const { given } = await start()
    sandbox.faults.set('/api/v3/list-enrolled-factors', { kind: 'businessError', statusCode: 422, message: 'no' })
    await expect(redeemed(given.accessToken)).rejects.toMatchObject({ code: 'rejected' })
    sandbox.faults.set('/oidc/me', { kind: 'json', body: {} })
    await expect(redeemed(given.accessToken)).rejects.toMatchObject({ code: 'unexpectedAnswer' })
  })

  it('is not called refused because of a bug', async () => {
    const { given } = await start()
    const bug = new TypeError('a bug')
    await expect(redeemed(given.accessToken, () => Promise.reject(bug))).rejects.toBe(bug)
  })
})

describe('a token of either kind', () => {
  const kinds: GivenToken['kind'][] = ['refresh', 'access']

  it.each(kinds)('that the tenant does not know (%s) is refused', async (kind) => {
    const { session } = await start()
    await expect(session.useToken({ kind, token: 'unheard-of' })).rejects.toMatchObject({ code: 'tokenRefused' })
    expect(session.state()).toEqual({ phase: 'signedOut' })
  })

  it.each(kinds)('that is no token (%s) is sent nowhere', async (kind) => {
    const { session } = await start()
    for (const token of ['', '   ', 'two words', 'line\nbreak', 'ümlaut', '\u0000']) {
      await expect(session.useToken({ kind, token })).rejects.toMatchObject({ code: 'tokenMalformed' })
    }
    expect(asked()).toEqual([])
  })

  it.each([
    ['another tenant', { iss: 'https://other.example/oidc' }],
    ['another application', { client_id: 'another' }],
    ['another authorized party', { azp: 'another' }]
  ])('of %s is sent nowhere', async (_name, claims) => {
    const { session } = await start()
    const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))
    for (const kind of kinds) {
      await expect(session.useToken({ kind, token })).rejects.toMatchObject({ code: 'tokenForeign' })
    }
    expect(asked()).toEqual([])
  })

  it.each(kinds)('that could not be checked without a network (%s) is not called refused', async (kind) => {
    const { session, given } = await start()
    for (const path of ['/oidc/token', '/oidc/me']) sandbox.faults.set(path, { kind: 'reset' })
    const token = kind === 'refresh' ? given.refreshToken : given.accessToken
    await expect(session.useToken({ kind, token })).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('does not replace a session', async () => {
    const { session, given } = await start()
    await session.useToken({ kind: 'access', token: given.accessToken })
    await expect(session.useToken({ kind: 'access', token: given.accessToken })).rejects.toThrow('invalidInput')
  })

  it('of another account is handed over to that one', async () => {
    const { given } = await start()
    const { session, handedOver } = await open(false)
    await session.useToken({ kind: 'access', token: given.accessToken })
    expect(session.state()).toEqual({ phase: 'signedOut' })
    expect(handedOver).toMatchObject([{ sub: given.sub, refreshToken: '' }])
    expect(handedOver[0]).not.toHaveProperty('signedInAt')
  })

  it('ends an attempt in the browser', async () => {
    const { session, given } = await start()
    await session.signIn()
    await session.useToken({ kind: 'access', token: given.accessToken })
    expect(session.state()).toMatchObject({ phase: 'signedIn' })
    expect(() => session.signInLink()).toThrow('invalidInput')
  })

  it('is in no line of the log', async () => {
    const { session, given, logged } = await start()
    await session.useToken({ kind: 'refresh', token: 'unheard-of-token' }).catch(() => undefined)
    await session.useToken({ kind: 'refresh', token: given.refreshToken })
    expect(logged.join('')).not.toMatch(/unheard-of-token/)
    expect(logged.join('')).not.toContain(given.refreshToken)
  })
})

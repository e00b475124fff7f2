import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { readRecord } from '../../vault/record'
import { signInTo, startSession } from '../../topics/session/session.testing'
import type { Session } from '../sessionInterface'
import { forgeIdToken } from '../tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
const started: Session[] = []
beforeEach(async () => {
  sandbox = await startSandbox()
  profile = await temporaryFolder()
  entries = new Map()
})
afterEach(async () => {
  for (const session of started.splice(0)) await session.end()
  await sandbox.close()
})

/** Starts another tenant in place of the running one. */
async function restart(options: SandboxOptions): Promise<void> {
  await sandbox.close()
  sandbox = await startSandbox(options)
}

async function start(): Promise<Session> {
  const session = await startSession(sandbox, profile, inMemory(entries))
  started.push(session)
  return session
}
const calls = (path: string): number => sandbox.requests.filter((request) => request.path === path).length

async function signedInEarlier(): Promise<Session> {
  const session = await start()
  await signInTo(session, sandbox)
  sandbox.requests.clear()
  return session
}

/** Renews the session, as if the API had refused its access token. */
const renew = async (session: Session): Promise<unknown> =>
  session.tokens.replace(await session.tokens.current()).catch((error: unknown) => error)

const refusal = (status: number, body: object): Fault => ({
  kind: 'status',
  status,
  contentType: 'application/json',
  body: JSON.stringify(body)
})

describe.each([
  ['400 invalid_request', refusal(400, { error: 'invalid_request' })],
  ['400 with a code of the API', refusal(400, { code: 400, message: 'refresh token is dead' })],
  ['403 access_denied', refusal(403, { error: 'access_denied' })],
  ['401 with a code of the API', refusal(401, { statusCode: 401, apiCode: 2020, message: 'Not logged in' })],
  ['200 with a code of the API', refusal(200, { code: 2020, message: 'refresh token is dead' })],
  ['200 invalid_request', refusal(200, { error: 'invalid_request' })]
])('a dead refresh token that is answered with %s', (_name, fault) => {
  it('leads to a sign-in after the second time, and what is stored stays until somebody has signed in', async () => {
    const session = await signedInEarlier()
    const stored = new Map(entries)
    sandbox.faults.set('/oidc/token', fault)
    expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
    expect(session.state()).toMatchObject({ phase: 'signedIn' })
    expect(await renew(session)).toMatchObject({ code: 'sessionRefused' })
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionRefused' } })
    await session.settled()
    expect(entries).toEqual(stored)
    sandbox.faults.clear()
    await signInTo(session, sandbox)
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect(entries.get('head')).not.toBe(stored.get('head'))
  })

  it('is counted from one start to the next', async () => {
    await (await signedInEarlier()).end()
    sandbox.faults.set('/oidc/token', fault)
    const first = await start()
    expect(await renew(first)).toMatchObject({ code: 'unexpectedAnswer' })
    await first.end()
    const second = await start()
    expect(await renew(second)).toMatchObject({ code: 'sessionRefused' })
    expect(second.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionRefused' } })
  })
})

describe.each([
  ['a page with 401', { kind: 'status', status: 401 }],
  ['a page with 403', { kind: 'status', status: 403 }],
  ['JSON with 403 that names no error', refusal(403, { message: 'blocked', incident: 7 })],
  ['JSON with 400 that calls itself a success', refusal(400, { code: 200, message: 'ok' })],
  ['text with 400', { kind: 'status', status: 400, contentType: 'text/plain', body: 'Bad Request' }]
] as const)('%s at the token endpoint', (_name, fault) => {
  it('leaves the session, however often it comes', async () => {
    const session = await signedInEarlier()
    sandbox.faults.set('/oidc/token', fault)
    for (let times = 0; times < 4; times++) {
      expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
      expect(session.state()).toMatchObject({ phase: 'signedIn' })
    }
    sandbox.faults.clear()
    expect(await renew(session)).toEqual(expect.any(String))
    expect(sandbox.refreshTokenReuses()).toBe(0)
  })
})

describe('a refresh token that the tenant revoked', () => {
  it.each(['invalidGrant', 'ok'] as const)('ends the session at once if the refusal comes as %s', async (how) => {
    await restart({ deadRefreshToken: how })
    const session = await signedInEarlier()
    await revoke()
    expect(await renew(session)).toMatchObject({ code: 'sessionEnded' })
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionEnded' } })
  })

  it('leads to a sign-in after the second answer in the envelope of the V2 API', async () => {
    await restart({ deadRefreshToken: 'V2' })
    const session = await signedInEarlier()
    await revoke()
    expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
    expect(await renew(session)).toMatchObject({ code: 'sessionRefused' })
  })

  it('ends the session where a client is refused with a challenge', async () => {
    const session = await signedInEarlier()
    sandbox.faults.set('/oidc/token', {
      kind: 'status',
      status: 401,
      contentType: 'application/json',
      body: '{"error":"invalid_client"}',
      headers: { 'www-authenticate': 'Basic realm="tenant"' }
    })
    expect(await renew(session)).toMatchObject({ code: 'sessionEnded' })
  })
})

/** The person ends all sessions elsewhere. */
async function revoke(): Promise<void> {
  const stored = await readRecord(inMemory(entries))
  const { status } = await new TestClient(sandbox).post('/token/revocation', { token: stored?.rt ?? '' })
  expect(status).toBe(200)
}

it('a refusal no longer counts for a session that another process has renewed', async () => {
  const one = await signedInEarlier()
  sandbox.faults.set('/oidc/token', { ...refusal(400, { error: 'invalid_request' }), times: 1 })
  expect(await renew(one)).toMatchObject({ code: 'unexpectedAnswer' })
  const other = await start()
  expect(await renew(other)).toEqual(expect.any(String))
  expect(await renew(one)).toEqual(expect.any(String))
  sandbox.faults.set('/oidc/token', { ...refusal(400, { error: 'invalid_request' }), times: 1 })
  expect(await renew(one)).toMatchObject({ code: 'unexpectedAnswer' })
  expect(one.state()).toMatchObject({ phase: 'signedIn' })
})

it('a refusal does not count for the next session', async () => {
  const session = await signedInEarlier()
  sandbox.faults.set('/oidc/token', { ...refusal(400, { error: 'invalid_request' }), times: 1 })
  expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
  await session.signOut()
  await signInTo(session, sandbox)
  sandbox.faults.set('/oidc/token', { ...refusal(400, { error: 'invalid_request' }), times: 1 })
  expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
  expect(session.state()).toMatchObject({ phase: 'signedIn' })
})

it('a refusal is forgotten once the session was renewed, also where the renewal could not be stored', async () => {
  const real = inMemory(entries)
  let full = false
  const session = await startSession(sandbox, profile, {
    ...real,
    set: (name, value) => (full ? Promise.reject(new AppError('keychainLocked')) : real.set(name, value))
  })
  started.push(session)
  await signInTo(session, sandbox)
  const once = { ...refusal(400, { error: 'invalid_request' }), times: 1 }
  sandbox.faults.set('/oidc/token', once)
  expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
  full = true
  expect(await renew(session)).toEqual(expect.any(String))
  full = false
  await session.retryKeychain()
  sandbox.faults.set('/oidc/token', once)
  expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
  expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
})

it('a refusal is forgotten once the session was renewed', async () => {
  const session = await signedInEarlier()
  for (let times = 0; times < 3; times++) {
    sandbox.faults.set('/oidc/token', { ...refusal(400, { error: 'invalid_request' }), times: 1 })
    expect(await renew(session)).toMatchObject({ code: 'unexpectedAnswer' })
    expect(await renew(session)).toEqual(expect.any(String))
  }
  expect(session.state()).toMatchObject({ phase: 'signedIn' })
  expect(sandbox.refreshTokenReuses()).toBe(0)
})

it('an answer with somebody else’s ID token ends the session in plain words, and nothing of theirs is used or revoked', async () => {
  const session = await signedInEarlier()
  await forgeIdToken(sandbox, (claims) => ({ ...claims, sub: 'somebody-else' }))
  expect(await renew(session)).toMatchObject({ code: 'sessionForeign' })
  expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionForeign' } })
  await session.settled()
  await expect.poll(() => entries.size).toBe(0)
  expect([calls('/oidc/token'), calls('/oidc/token/introspection'), calls('/oidc/token/revocation')]).toEqual([1, 0, 0])
  await expect(session.tokens.current()).rejects.toMatchObject({ code: 'signedOut' })
})

describe('a tenant that answers a refresh with the ID token of somebody else', () => {
  it('loses the session, in plain words, and the account of the other one goes on as it was', async () => {
    await restart({ refreshIdToken: 'otherPerson' })
    const others = { profile: await temporaryFolder(), entries: new Map<string, string>() }
    const other = await startSession(sandbox, others.profile, inMemory(others.entries))
    await signInTo(other, sandbox, 1)
    const session = await signedInEarlier()
    const untouched = new Map(others.entries)
    const before = { state: other.state(), token: await other.tokens.current() }

    expect(await renew(session)).toMatchObject({ code: 'sessionForeign' })
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionForeign' } })
    expect(session.sub()).toBeUndefined()
    await session.settled()
    await expect.poll(() => entries.size).toBe(0)
    expect((await start()).state()).toMatchObject({ phase: 'signedOut' })

    expect(others.entries).toEqual(untouched)
    expect({ state: other.state(), token: await other.tokens.current() }).toEqual(before)
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/oidc/token'])
    await other.end()
  })

  it('loses the session if that person is of another tenant', async () => {
    await restart({ refreshIdToken: 'otherIssuer' })
    const session = await signedInEarlier()
    expect(await renew(session)).toMatchObject({ code: 'sessionNotVerified' })
    await expect.poll(() => entries.size).toBe(0)
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/oidc/token'])
  })
})

it('a renewal without an ID token keeps the session', async () => {
  await restart({ refreshIdToken: 'none' })
  const session = await signedInEarlier()
  expect(await renew(session)).toEqual(expect.any(String))
  expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
})

it('an answer whose ID token no known key has signed ends the session, and is not used', async () => {
  const session = await signedInEarlier()
  await forgeIdToken(sandbox, (claims) => claims, { publish: false })
  expect(await renew(session)).toMatchObject({ code: 'sessionNotVerified' })
  expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionNotVerified' } })
  expect(calls('/oidc/token')).toBe(1)
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Fault, type Sandbox, startSandbox } from '../../sandbox'
import { inMemory } from '../vault/memory'
import { signInTo, startSession } from './session.testing'
import type { Session } from './sessionInterface'
import { forgeIdToken } from './tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
const started: Session[] = []
beforeEach(async () => {
  sandbox = await startSandbox()
  profile = await mkdtemp(join(tmpdir(), 'holdfast-'))
  entries = new Map()
})
afterEach(async () => {
  for (const session of started.splice(0)) await session.end()
  await sandbox.close()
  await rm(profile, { recursive: true })
})

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

/** The access token is refused by the API, so that the session has to be renewed. */
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
  ['403 access_denied', refusal(403, { error: 'access_denied' })]
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

it('an answer whose ID token was signed by nobody known ends the session, and is not used', async () => {
  const session = await signedInEarlier()
  await forgeIdToken(sandbox, (claims) => claims, { publish: false })
  expect(await renew(session)).toMatchObject({ code: 'sessionNotVerified' })
  expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionNotVerified' } })
  expect(calls('/oidc/token')).toBe(1)
})

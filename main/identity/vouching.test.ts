import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { type Fault, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import { discoverOidc } from './oidc/oidc'
import { signInTo, startSession } from '../topics/session/session.testing'
import { locked } from '../vault/locked.testing'
import type { Session } from './sessionInterface'
import { fetchFor, signedIn, tenantOf } from './tenant.testing'
import { createVouching } from './vouching'

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

async function start(vault = inMemory(entries)): Promise<Session> {
  const session = await startSession(sandbox, profile, vault)
  started.push(session)
  return session
}

async function signedInTo(options: SandboxOptions = {}): Promise<Session> {
  sandbox = await startSandbox(options)
  const session = await start()
  await signInTo(session, sandbox)
  sandbox.requests.clear()
  return session
}

const renew = async (session: Session): Promise<unknown> =>
  session.tokens.replace(await session.tokens.current()).catch((error: unknown) => error)

const calls = (path: string): number => sandbox.requests.filter((request) => request.path === path).length
const allInactive: Fault = { kind: 'json', body: { active: false } }

describe('a tenant that calls every refresh token inactive', () => {
  it.each<[string, Fault]>([
    ['a 500', { kind: 'status', status: 500, times: 1 }],
    ['a 502', { kind: 'status', status: 502, times: 1 }],
    ['a connection cut before the request was read', { kind: 'reset', times: 1 }]
  ])('ends no session after %s: the refresh token is sent again', async (_name, fault) => {
    const session = await signedInTo({ introspection: 'inactive' })
    sandbox.faults.set('/oidc/token', fault)
    expect(await renew(session)).toEqual(expect.any(String))
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect(calls('/oidc/token')).toBe(2)
    expect(sandbox.refreshTokenReuses()).toBe(0)
  })

  it('ends no session whose last refresh failed before a restart', async () => {
    const first = await signedInTo({ introspection: 'inactive' })
    sandbox.faults.set('/oidc/token', { kind: 'status', status: 500 })
    expect(await renew(first)).toMatchObject({ code: 'serverFault' })
    await first.end()
    sandbox.faults.clear()
    const second = await start()
    expect(await renew(second)).toEqual(expect.any(String))
    expect(second.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('is sent the refresh token three times at most, and then the session is left as it is', async () => {
    const session = await signedInTo({ introspection: 'inactive' })
    sandbox.faults.set('/oidc/token', { kind: 'status', status: 500 })
    expect(await renew(session)).toMatchObject({ code: 'serverFault' })
    expect(calls('/oidc/token')).toBe(3)
    expect(session.state()).toMatchObject({ phase: 'signedIn' })
  })

  it('decides by its token endpoint if the session goes on after a lost answer', async () => {
    const session = await signedInTo({ introspection: 'inactive' })
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    expect(await renew(session)).toMatchObject({ code: 'sessionNotRenewed' })
    expect(calls('/oidc/token')).toBe(2)
  })
})

describe('a tenant that has called a refresh token of the session active', () => {
  it('is believed when it calls the token inactive after a lost answer, and the token is not sent again', async () => {
    const session = await signedInTo()
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    expect(await renew(session)).toMatchObject({ code: 'sessionNotRenewed' })
    expect([calls('/oidc/token'), sandbox.refreshTokenReuses()]).toEqual([1, 0])
  })

  it('is believed after a restart', async () => {
    const first = await signedInTo()
    await first.end()
    const second = await start()
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    expect(await renew(second)).toMatchObject({ code: 'sessionNotRenewed' })
    expect([calls('/oidc/token'), sandbox.refreshTokenReuses()]).toEqual([1, 0])
  })

  it('is believed also if it first did so after a renewal', async () => {
    sandbox = await startSandbox()
    sandbox.faults.set('/oidc/token/introspection', allInactive)
    const session = await start()
    await signInTo(session, sandbox)
    sandbox.faults.clear()
    expect(await renew(session)).toEqual(expect.any(String))
    await session.settled()
    sandbox.requests.clear()
    sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
    expect(await renew(session)).toMatchObject({ code: 'sessionNotRenewed' })
    expect([calls('/oidc/token'), sandbox.refreshTokenReuses()]).toEqual([1, 0])
  })

  it('is not asked about the session again while all goes well', async () => {
    const session = await signedInTo()
    for (let times = 0; times < 3; times++) expect(await renew(session)).toEqual(expect.any(String))
    await session.settled()
    expect(calls('/oidc/token/introspection')).toBe(0)
  })

  it('is not believed about the next session', async () => {
    const session = await signedInTo()
    const ended = { status: 400, contentType: 'application/json', body: '{"error":"invalid_grant"}' }
    sandbox.faults.set('/oidc/token', { kind: 'status', ...ended, times: 1 })
    expect(await renew(session)).toMatchObject({ code: 'sessionEnded' })
    sandbox.faults.set('/oidc/token/introspection', allInactive)
    await signInTo(session, sandbox)
    sandbox.faults.set('/oidc/token', { kind: 'status', status: 500, times: 1 })
    expect(await renew(session)).toEqual(expect.any(String))
  })
})

describe('the vouching of a tenant', () => {
  /** The tenant answers by `says`. The session that it vouches for begins with `vouched`, or not at all. */
  function vouchingOf(says: () => Promise<boolean | undefined>, vouched?: boolean) {
    const [onVouched, log, saysActive] = [vi.fn(() => Promise.resolve()), vi.fn(), vi.fn(says)]
    const wait = vi.fn<(ms: number) => Promise<void>>(() => new Promise(() => undefined))
    const vouching = createVouching({ onVouched, log, wait })
    if (vouched !== undefined) vouching.begin(vouched)
    return { vouching, provider: { saysActive }, saysActive, onVouched, log, wait }
  }

  it('counts for no session before one has begun', async () => {
    const { vouching, provider } = vouchingOf(() => Promise.resolve(false))
    expect(vouching.vouched()).toBe(false)
    expect(await vouching.isOver(provider, 'rt-0')).toBe(false)
  })

  it.each([
    [false, true],
    [true, false],
    [undefined, false]
  ])('once given, makes the answer %s mean that a refresh token is over: %s', async (said, over) => {
    const { vouching, provider } = vouchingOf(() => Promise.resolve(said), true)
    expect(await vouching.isOver(provider, 'rt-0')).toBe(over)
  })

  it('is not asked for without a refresh token, nor twice', async () => {
    const { vouching, provider, saysActive } = vouchingOf(() => Promise.resolve(true), false)
    vouching.learn(Promise.resolve(provider), '')
    await vouching.settled()
    expect(saysActive).not.toHaveBeenCalled()
    vouching.learn(Promise.resolve(provider), 'rt-0')
    await vouching.settled()
    vouching.learn(Promise.resolve(provider), 'rt-1')
    await vouching.settled()
    expect(saysActive.mock.calls).toEqual([['rt-0']])
  })

  it('does not reach the next session if it comes late', async () => {
    let say: (active: boolean) => void = () => undefined
    const { vouching, provider, onVouched } = vouchingOf(() => new Promise((resolve) => (say = resolve)), false)
    vouching.learn(Promise.resolve(provider), 'rt-0')
    await new Promise((resolve) => setImmediate(resolve))
    vouching.begin(false)
    say(true)
    await vouching.settled()
    expect(vouching.vouched()).toBe(false)
    expect(onVouched).not.toHaveBeenCalled()
  })

  it('is logged if it cannot be asked for, and then is not given', async () => {
    const failure = new AppError('unreachable')
    const { vouching, provider, log } = vouchingOf(() => Promise.reject(failure), false)
    vouching.learn(Promise.resolve(provider), 'rt-0')
    await vouching.settled()
    expect(log).toHaveBeenCalledExactlyOnceWith('introspection-failed', {}, failure)
    expect(vouching.vouched()).toBe(false)
  })

  it('is waited for until it is there and noted, or for a moment', async () => {
    const { vouching, provider, onVouched } = vouchingOf(() => Promise.resolve(true), false)
    vouching.learn(Promise.resolve(provider), 'rt-0')
    await vouching.settled()
    expect([vouching.vouched(), onVouched.mock.calls.length]).toEqual([true, 1])
    const silent = vouchingOf(() => new Promise(() => undefined), false)
    silent.wait.mockResolvedValue()
    silent.vouching.learn(Promise.resolve(silent.provider), 'rt-0')
    await silent.vouching.settled()
    expect(silent.vouching.vouched()).toBe(false)
    expect(silent.wait).toHaveBeenCalledTimes(1)
  })
})

it('a session in memory only believes its tenant too', async () => {
  sandbox = await startSandbox()
  const session = await start(locked)
  await signInTo(session, sandbox)
  sandbox.requests.clear()
  sandbox.faults.set('/oidc/token', { kind: 'lostAnswer', times: 1 })
  expect(await renew(session)).toMatchObject({ code: 'sessionNotRenewed' })
  expect([calls('/oidc/token'), sandbox.refreshTokenReuses()]).toEqual([1, 0])
})

it('a sign-in does not wait for what the tenant says of its refresh token', async () => {
  sandbox = await startSandbox()
  sandbox.faults.set('/oidc/token/introspection', { kind: 'hang' })
  const session = await start()
  await signInTo(session, sandbox)
  expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  expect(await renew(session)).toEqual(expect.any(String))
})

it('the tenant is told that the token in question is a refresh token', async () => {
  sandbox = await startSandbox()
  const { refreshToken } = await signedIn(sandbox)
  const tenant = tenantOf(sandbox)
  const forms: string[] = []
  const oidc = await discoverOidc(tenant, (url, init) => {
    if (url.endsWith('/introspection')) forms.push(init?.body instanceof URLSearchParams ? init.body.toString() : '')
    return fetchFor(tenant)(url, init)
  })
  expect(await oidc.saysActive(refreshToken)).toBe(true)
  expect(Object.fromEntries(new URLSearchParams(forms[0]))).toMatchObject({
    token: refreshToken,
    token_type_hint: 'refresh_token'
  })
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import type { SessionState } from '../../../contract/session'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { lockable, signInTo, startSession } from './session.testing'
import { locked } from '../../vault/locked.testing'
import type { Session } from '../../identity/sessionInterface'
import { signInAsPerson } from '../../identity/tenant.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
const started: { session: Session; states: SessionState[] }[] = []

beforeEach(async () => {
  sandbox = await startSandbox()
  profile = await temporaryFolder()
  entries = new Map()
})
afterEach(async () => {
  for (const { session } of started.splice(0)) {
    session.cancelSignIn()
    await session.settled()
  }
  await sandbox.close()
})

/** Starts the app on the same profile folder and keychain as before. */
async function start(vault: Vault = inMemory(entries), opened: (link: string) => boolean = () => true) {
  const states: SessionState[] = []
  const session = await startSession(sandbox, profile, vault, {
    openInBrowser: (link) => Promise.resolve(opened(link)),
    onChanged: (state) => states.push(state)
  })
  started.push({ session, states })
  return { session, states }
}

const phase = (session: Session): string => session.state().phase
const reached = (session: Session, wanted: SessionState['phase']): Promise<void> =>
  expect.poll(() => phase(session)).toBe(wanted)

const signIn = (session: Session, person?: number): Promise<void> => signInTo(session, sandbox, person)

describe('signing in', () => {
  it('goes from signed out through waiting to signed in, kept in the keychain', async () => {
    const { session, states } = await start()
    await signIn(session)
    expect(states.map((state) => state.phase)).toEqual([
      'starting',
      'signedOut',
      'signingIn',
      'signingIn',
      'signedIn',
      'signedIn'
    ])
    expect(states.at(-2)).toEqual({ phase: 'signedIn', keptIn: 'saving' })
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect(await session.tokens.current()).toEqual(expect.any(String))
  })

  it('finds what was put right in the tenant’s console since it failed', async () => {
    sandbox.faults.set('/oidc/.well-known/openid-configuration', {
      kind: 'rewrite',
      change: (document) => ({ ...document, code_challenge_methods_supported: ['plain'] })
    })
    const { session } = await start()
    await session.signIn()
    expect(session.state()).toMatchObject({ failure: { code: 'signInPkceRefused' } })
    sandbox.faults.clear()
    await signIn(session)
    expect(session.state()).toMatchObject({ phase: 'signedIn' })
  })

  it('asks the tenant nothing more on the click once it is prepared', async () => {
    const { session } = await start()
    await session.prepareSignIn()
    const asked = sandbox.requests.length
    await session.signIn()
    expect(session.state()).toMatchObject({ phase: 'signingIn' })
    expect(sandbox.requests.slice(asked).map((request) => request.path)).not.toContain(
      '/oidc/.well-known/openid-configuration'
    )
  })

  it('is refused while somebody is signed in', async () => {
    const { session } = await start()
    await signIn(session)
    await expect(session.signIn()).rejects.toThrow('invalidInput')
    expect(phase(session)).toBe('signedIn')
  })

  it('shows the link although no browser opened', async () => {
    const { session } = await start(inMemory(entries), () => false)
    await session.signIn()
    expect(session.state()).toMatchObject({ phase: 'signingIn', browserOpened: false, link: session.signInLink() })
  })

  it('comes back to the start when cancelled, with the listener closed', async () => {
    const { session } = await start()
    await session.signIn()
    const link = session.signInLink()
    session.cancelSignIn()
    await reached(session, 'signedOut')
    expect(session.state()).toEqual({ phase: 'signedOut' })
    await expect(fetch(link)).rejects.toThrow()
    expect(() => session.signInLink()).toThrow('invalidInput')
  })

  it('comes back with a reason when the person denies it', async () => {
    const { session } = await start()
    await session.signIn()
    await signInAsPerson(sandbox, session.signInLink(), 0, true)
    await reached(session, 'signedOut')
    expect(session.state()).toMatchObject({ failure: { code: 'signInDenied' } })
  })

  it('comes back with a reason when the tenant cannot be reached, and works the next time', async () => {
    const { session } = await start()
    sandbox.faults.set('/oidc/.well-known/openid-configuration', { kind: 'reset', times: 1 })
    await session.signIn()
    expect(session.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'unreachable' } })
    await signIn(session)
  })

  it('gives up the first attempt when a second begins', async () => {
    const { session } = await start()
    await session.signIn()
    const first = session.signInLink()
    await session.signIn()
    await expect(fetch(first)).rejects.toThrow()
    expect(session.signInLink()).not.toBe(first)
    expect(phase(session)).toBe('signingIn')
    await signInAsPerson(sandbox, session.signInLink())
    await reached(session, 'signedIn')
  })
})

describe('a proof of identity', () => {
  it('leaves the session as it is', async () => {
    const opened: string[] = []
    let proving = false
    const { session, states } = await start(inMemory(entries), (link) => {
      if (proving) void signInAsPerson(sandbox, link)
      return opened.push(link) > 0
    })
    await signIn(session)
    const before = { states: states.length, token: await session.tokens.current(), entries: new Map(entries) }
    proving = true
    const shown: string[] = []
    await session.proveIdentity((link) => shown.push(link), new AbortController().signal)
    expect(shown[0]).toBe(opened[1])
    expect(opened).toHaveLength(2)
    expect({ states: states.length, token: await session.tokens.current(), entries }).toEqual(before)
  })

  it('cannot be asked of somebody who is signed out', async () => {
    const { session } = await start()
    await signIn(session)
    await session.signOut()
    const proof = session.proveIdentity(() => undefined, new AbortController().signal)
    await expect(proof).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('knows when the person signed in, in this run only', async () => {
    const before = Date.now()
    const { session } = await start()
    expect(session.signedInAt()).toBeUndefined()
    await signIn(session)
    expect(session.signedInAt()).toBeGreaterThanOrEqual(before)
    expect((await start()).session.signedInAt()).toBeUndefined()
    await session.signOut()
    expect(session.signedInAt()).toBeUndefined()
  })
})

describe('the next start', () => {
  it('needs no browser and no request', async () => {
    await signIn((await start()).session)
    sandbox.requests.clear()
    const { session, states } = await start()
    expect(states.map((state) => state.phase)).toEqual(['starting', 'signedIn'])
    await session.tokens.current()
    expect(sandbox.requests.length).toBe(0)
  })

  it('recognises a locked keychain, and nothing is lost or overwritten', async () => {
    await signIn((await start()).session)
    const before = new Map(entries)
    const marker = await readFile(join(profile, 'session.json'), 'utf8')

    const { session } = await start(locked)
    expect(session.state()).toMatchObject({ phase: 'keychainUnreadable', failure: { code: 'keychainLocked' } })
    await signIn(session, 1)
    expect(session.state()).toMatchObject({ phase: 'signedIn', keptIn: 'memory' })

    expect(entries).toEqual(before)
    expect(await readFile(join(profile, 'session.json'), 'utf8')).toBe(marker)
    expect((await start()).session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('reads the keychain again when asked to', async () => {
    await signIn((await start()).session)
    const { vault, state } = lockable(entries)
    state.locked = true
    const { session } = await start(vault)
    expect(phase(session)).toBe('keychainUnreadable')
    state.locked = false
    await session.retryKeychain()
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('returns to the unreadable keychain when a sign-in from there is cancelled', async () => {
    await signIn((await start()).session)
    const { session } = await start(locked)
    await session.signIn()
    session.cancelSignIn()
    await reached(session, 'keychainUnreadable')
  })

  it.each(['', '{"v":1', '{"v":9}'])('finds the session although its marker says %j', async (marker) => {
    await signIn((await start()).session)
    await writeFile(join(profile, 'session.json'), marker)
    expect((await start()).session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })

  it('says that a damaged entry is damaged, and a new sign-in replaces it', async () => {
    await signIn((await start()).session)
    entries.set('head', 'damaged')
    const { session } = await start()
    expect(session.state()).toMatchObject({ phase: 'keychainUnreadable', failure: { code: 'keychainDamaged' } })
    await signIn(session)
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })
})

describe('without a usable keychain', () => {
  it('lets a person sign in although storing was interrupted earlier', async () => {
    await signIn((await start()).session)
    const marker = join(profile, 'session.json')
    await writeFile(marker, (await readFile(marker, 'utf8')).replace('"stored"', '"storing"'))
    const absent = (): Promise<never> => Promise.reject(new AppError('keychainAbsent'))
    const { session } = await start({ get: absent, set: absent, delete: absent })
    expect(session.state()).toEqual({ phase: 'signedOut' })
  })

  it('stays signed in until it quits, says so, and stores the session once that works', async () => {
    let absent = true
    const real = inMemory(entries)
    const failing = (): Promise<never> => Promise.reject(new AppError('keychainAbsent'))
    const { session } = await start({ ...real, get: (name) => (absent ? failing() : real.get(name)) })
    await signIn(session)
    expect(session.state()).toMatchObject({ keptIn: 'memory', keychainFailure: { code: 'keychainAbsent' } })
    expect(entries.size).toBe(0)

    await session.retryKeychain()
    expect(session.state()).toMatchObject({ keptIn: 'memory' })
    absent = false
    await session.retryKeychain()
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect((await start()).session.state()).toMatchObject({ phase: 'signedIn' })
  })
})

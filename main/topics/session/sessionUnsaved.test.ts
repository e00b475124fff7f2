import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../sandbox'
import type { Session } from '../../identity/sessionInterface'
import { freshPlace, lockable, signInTo, startSession } from './session.testing'

let sandbox: Sandbox
let profile: string
let entries: Map<string, string>
beforeEach(async () => {
  ;({ sandbox, profile, entries } = await freshPlace())
})

const start = (vault = lockable(entries).vault): Promise<Session> => startSession(sandbox, profile, vault)

const signIn = (session: Session, person?: number): Promise<void> => signInTo(session, sandbox, person)

/** Resolves to a session that was renewed while the keychain took nothing. */
async function unsaved() {
  const { vault, state } = lockable(entries)
  const session = await start(vault)
  await signIn(session)
  state.locked = true
  await session.tokens.replace(await session.tokens.current())
  expect(session.state()).toMatchObject({ phase: 'signedIn', keptIn: 'unsaved' })
  return { session, state }
}

describe('a renewed session that could not be stored', () => {
  it('is over at the next start, which says so and sends no refresh token that it knows to be used up', async () => {
    await unsaved()
    sandbox.requests.clear()
    const next = await start()
    expect(next.state()).toMatchObject({ phase: 'signedOut', failure: { code: 'sessionNotRenewed' } })
    await next.settled()
    expect(entries.size).toBe(0)
    expect(sandbox.requests.length).toBe(0)
  })

  it('is stored when the computer wakes up', async () => {
    const { session, state } = await unsaved()
    state.locked = false
    await session.wakeUp()
    expect(session.state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
    expect((await start()).state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
  })
})

it('asks nothing when the computer wakes up with a token that still lives, or with nobody signed in', async () => {
  const session = await start()
  await session.wakeUp()
  await signIn(session)
  sandbox.requests.clear()
  await session.wakeUp()
  expect(sandbox.requests.length).toBe(0)
})

it('leaves a session that could not be read where it is when the one beside it signs out', async () => {
  await signIn(await start())
  const before = new Map(entries)
  const marker = await readFile(join(profile, 'session.json'), 'utf8')
  const { vault, state } = lockable(entries)
  state.locked = true
  const session = await start(vault)
  await signIn(session, 1)
  await session.signOut()
  expect(session.state()).toMatchObject({ phase: 'keychainUnreadable' })
  expect(sandbox.requests.map(({ path }) => path)).toContain('/oidc/token/revocation')
  expect(entries).toEqual(before)
  expect(await readFile(join(profile, 'session.json'), 'utf8')).toBe(marker)
})

it('a session that the keychain never took is not looked for at the next start', async () => {
  const { vault, state } = lockable(entries)
  const session = await start(vault)
  state.locked = true
  await signIn(session)
  expect(session.state()).toMatchObject({ phase: 'signedIn', keptIn: 'memory' })
  expect((await start(vault)).state()).toEqual({ phase: 'signedOut' })
})

it('a session that was on its way into the keychain at a crash is found there', async () => {
  await signIn(await start())
  const marker = await readFile(join(profile, 'session.json'), 'utf8')
  await writeFile(join(profile, 'session.json'), marker.replace('"stored"', '"storing"'))
  expect((await start()).state()).toEqual({ phase: 'signedIn', keptIn: 'keychain' })
})

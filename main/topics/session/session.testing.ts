import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { type Sandbox, startSandbox } from '../../../sandbox'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { locked } from '../../vault/locked.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { createCredentialStore } from '../../identity/credentials/credentialStore'
import { createSession } from './session'
import type { Session, SessionParts } from '../../identity/sessionInterface'
import { fetchFor, signInAsPerson, tenantOf } from '../../identity/tenant.testing'

/** Resolves to a tenant, an empty profile and an empty keychain for the running test, which closes and deletes them at its end. */
export async function freshPlace(): Promise<{ sandbox: Sandbox; profile: string; entries: Map<string, string> }> {
  const profile = await temporaryFolder()
  const sandbox = await startSandbox()
  onTestFinished(() => sandbox.close())
  return { sandbox, profile, entries: new Map() }
}

/**
 * Starts a session as the app does, with the sandbox as its tenant. Each call is the next start on the profile and vault.
 */
export async function startSession(
  sandbox: Sandbox,
  profile: string,
  vault: Vault,
  parts: Partial<Pick<SessionParts, 'openInBrowser' | 'onChanged'>> = {}
): Promise<Session> {
  const tenant = tenantOf(sandbox)
  const session = createSession({
    tenant,
    fetch: fetchFor(tenant),
    store: createCredentialStore(vault, join(profile, 'session.json'), tenant, () => undefined),
    keychain: { hold: () => () => undefined, reset: () => undefined },
    redirectPorts: [0],
    owner: { accepts: () => Promise.resolve(true), handOver: () => undefined },
    language: () => 'en',
    openInBrowser: () => Promise.resolve(true),
    onChanged: () => undefined,
    log: () => undefined,
    ...parts
  })
  await session.start()
  return session
}

/** Signs a person in. Resolves after the session was stored, or could not be. */
export async function signInTo(session: Session, sandbox: Sandbox, person = 0): Promise<void> {
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), person)
  await expect.poll(() => session.state().phase).toBe('signedIn')
  await session.settled()
}

/** Returns a vault over `entries` that can be locked. */
export function lockable(entries: Map<string, string>, state = { locked: false }) {
  const open = inMemory(entries)
  const now = (): Vault => (state.locked ? locked : open)
  const vault: Vault = {
    get: (name) => now().get(name),
    set: (name, value) => now().set(name, value),
    delete: (name) => now().delete(name)
  }
  return { vault, state }
}

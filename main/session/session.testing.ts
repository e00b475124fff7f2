import { join } from 'node:path'
import { expect } from 'vitest'
import type { Sandbox } from '../../sandbox'
import { AppError } from '../errors'
import { inMemory } from '../vault/memory'
import type { Vault } from '../vault/vault'
import { createCredentialStore } from './credentialStore'
import { createSession } from './session'
import type { Session, SessionParts } from './sessionInterface'
import { fetchFor, signInAsPerson, tenantOf } from './tenant.testing'

/** A session as the app starts one: its tenant is the sandbox, and each start is the next one on the profile and vault. */
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

/** A person signs in, and the session is stored, or not, before it resolves. */
export async function signInTo(session: Session, sandbox: Sandbox, person = 0): Promise<void> {
  await session.signIn()
  await signInAsPerson(sandbox, session.signInLink(), person)
  await expect.poll(() => session.state().phase).toBe('signedIn')
  await session.settled()
}

const refused = (): Promise<never> => Promise.reject(new AppError('keychainLocked'))
/** As on Linux: a locked keyring finds nothing and takes nothing. */
export const locked: Vault = { get: () => Promise.resolve(null), set: refused, delete: () => Promise.resolve(false) }

/** A vault over `entries` that can be locked. */
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

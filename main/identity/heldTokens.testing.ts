import { vi } from 'vitest'
import { AppError } from '../ground/errors'
import type { Credential } from './credentials/credential'
import type { CredentialStore } from './credentials/credentialStoreInterface'
import { holdTokens } from './heldTokens'
import type { Oidc } from './oidc/oidc'
import { tokensNo } from './tokenMachine.testing'
import { RotatingEndpoint } from './tokens.testing'
import type { Vouching } from './vouching'

export const living = (number: number): Credential => ({ ...tokensNo(number), accessTokenUsableUntil: Infinity })
export const lost = new AppError('unreachable')
export const full = new AppError('keychainLocked')

/** Holds tokens that are over, unless others are given. The tenant and the keychain do what they should. */
export function held({ credential = tokensNo(0), answerLost = false } = {}) {
  const done: string[] = []
  const does = <Result>(what: string, result: Result) => {
    done.push(what)
    return Promise.resolve(result)
  }
  const store = {
    alone: vi.fn(async (work: () => Promise<unknown>) => {
      done.push('locked')
      const result = await work()
      done.push('unlocked')
      return result
    }) as CredentialStore['alone'],
    storedElsewhere: vi.fn<CredentialStore['storedElsewhere']>(() => does('looked', undefined)),
    refreshBegins: vi.fn<CredentialStore['refreshBegins']>(() => does('noted', undefined)),
    refreshRefused: vi.fn<CredentialStore['refreshRefused']>(() => does('counted', 1)),
    save: vi.fn<CredentialStore['save']>(() => does('stored', undefined))
  }
  const refresh = vi.fn<Oidc['refresh']>(() => does('asked', living(1)))
  const revoke = vi.fn<Oidc['revoke']>(() => Promise.resolve())
  const oidc = vi.fn(() => Promise.resolve({ ...new RotatingEndpoint().asOidc(), refresh, revoke }))
  const vouching = {
    begin: vi.fn<Vouching['begin']>(),
    vouched: vi.fn<Vouching['vouched']>(() => true),
    learn: vi.fn<Vouching['learn']>(),
    isOver: vi.fn<Vouching['isOver']>(() => Promise.resolve(false)),
    settled: vi.fn<Vouching['settled']>(() => Promise.resolve())
  }
  const [log, onEnded, onKeeping] = [vi.fn(), vi.fn(), vi.fn()]
  const wait = vi.fn<(ms: number) => Promise<void>>(() => Promise.resolve())
  const unused = (): Promise<never> => Promise.reject(new Error('Nobody asks for this.'))
  const whole: CredentialStore = {
    ...store,
    load: unused,
    vouched: unused,
    clearBegins: unused,
    clear: unused,
    discard: unused,
    reseal: unused,
    settled: unused
  }
  const tokens = holdTokens(
    { oidc, store: whole, vouching, log, onEnded, onKeeping, moment: () => ({ wall: 10, monotonic: 10 }), wait },
    credential,
    answerLost
  )
  return { tokens, done, store, oidc, refresh, revoke, vouching, log, onEnded, onKeeping, wait }
}

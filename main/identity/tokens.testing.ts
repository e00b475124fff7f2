import { join } from 'node:path'
import type { Tenant } from '../ground/tenant'
import type { Vault } from '../vault/vault'
import { createCredentialStore } from './credentials/credentialStore'
import type { Credential } from './credentials/credential'
import type { Keeping } from './credentials/keeping'
import type { Oidc } from './oidc/oidc'
import { createTokens } from './tokens'
import type { AppError } from '../ground/errors'

interface Parts {
  tenant: Tenant
  profile: string
  vault: Vault
  oidc: () => Promise<Oidc>
  now?: () => number
  monotonic?: () => number
  /** Resolves at once if it is absent. */
  wait?: (ms: number) => Promise<void>
}

/** Returns the tokens of one process. Two of them on one profile and vault stand for two processes. */
export function tokensOf({ tenant, profile, vault, ...parts }: Parts) {
  const store = createCredentialStore(vault, join(profile, 'session.json'), tenant, () => undefined)
  const ended: AppError[] = []
  const keepings: Keeping[] = []
  const tokens = createTokens({
    wait: () => Promise.resolve(),
    ...parts,
    store,
    log: () => undefined,
    onEnded: (error) => ended.push(error),
    onKeeping: (keeping) => keepings.push(keeping)
  })

  /** Takes over the stored session, as a start of the app does. Resolves to true if there is one. */
  async function start(): Promise<boolean> {
    const loaded = await store.load()
    if (!loaded || loaded.usedUp) return false
    tokens.resume(loaded.credential, loaded)
    return true
  }

  return { tokens, store, ended, keepings, start }
}

/** The facts about a session that was stored without any trouble. */
export const asStored = { refreshPending: false, vouched: false }

export const expired = (credential: Credential): Credential => ({ ...credential, accessTokenUsableUntil: 0 })

export const anyTenant: Tenant = {
  host: 'https://id.example.com',
  issuer: 'https://id.example.com/oidc',
  appId: 'app-1'
}

/** A token endpoint that rotates refresh tokens, and notices one that is used twice. */
export class RotatingEndpoint implements Pick<Oidc, 'refresh' | 'saysActive' | 'revoke'> {
  valid = 'rt-0'
  reuses = 0
  inFlight = 0
  mostInFlight = 0
  calls = 0
  /** @param pass resolves when the named request may happen, and rejects if the answer is lost */
  constructor(
    private readonly pass: (what: 'request' | 'answer') => Promise<unknown> = () => Promise.resolve(),
    private readonly lifetime = 0,
    private readonly now: () => number = Date.now
  ) {}

  async refresh({ sub, refreshToken }: Credential): Promise<Credential> {
    this.calls++
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight)
    try {
      await this.pass('request')
      if (refreshToken !== this.valid) this.reuses++
      const next = `rt-${Number(this.valid.slice(3)) + 1}`
      this.valid = next
      await this.pass('answer')
      return {
        sub,
        refreshToken: next,
        accessToken: `at-${next}`,
        accessTokenUsableUntil: this.now() + this.lifetime
      }
    } finally {
      this.inFlight--
    }
  }

  async saysActive(refreshToken: string): Promise<boolean> {
    await this.pass('request')
    return refreshToken === this.valid
  }

  revoke(): Promise<void> {
    return Promise.resolve()
  }

  /** Returns this endpoint as the provider of a client that only refreshes. */
  asOidc(): Oidc {
    const unasked = (): Promise<never> => Promise.reject(new Error('Nobody signs in here.'))
    return {
      authorizationRequest: unasked,
      exchange: unasked,
      identityRequest: unasked,
      redeemRefreshToken: unasked,
      identify: unasked,
      proveIdentity: unasked,
      refresh: (credential) => this.refresh(credential),
      saysActive: (refreshToken) => this.saysActive(refreshToken),
      revoke: () => this.revoke()
    }
  }
}

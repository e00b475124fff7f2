import * as client from 'openid-client'
import type { ErrorCode } from '../../contract/result'
import { AppError, appErrorWithin } from '../errors'
import { type Fetch, tlsCodes } from '../genauth/fetch'
import { areKeysMissing } from './oidcErrors'

/** What is asked of the tenant with a refresh token. */
export interface Renewal {
  /** @throws what openid-client throws */
  grant(refreshToken: string): ReturnType<typeof client.refreshTokenGrant>
  /**
   * Whether the tenant calls this refresh token active (RFC 7662); `undefined` where it does not say.
   *
   * @throws AppError of the network
   */
  saysActive(refreshToken: string): Promise<boolean | undefined>
}

/**
 * A hundred years. An answer to a refresh comes once and straight from the token endpoint: it must count whatever time this
 * computer takes it to be, because the refresh token it was asked with is used up.
 */
const anyClockSeconds = 100 * 365 * 24 * 3600

const noAnswer = new Set<ErrorCode>([
  'offline',
  'unreachable',
  'timedOut',
  ...tlsCodes,
  'proxyPasswordNeeded',
  'proxySchemeUnsupported',
  'proxyUnreachable'
])

/** @param allowances what else openid-client should allow, such as plain http on this computer */
export function createRenewal(
  server: client.ServerMetadata,
  appId: string,
  fetch: Fetch,
  allowances: readonly ((configuration: client.Configuration) => void)[]
): Renewal {
  const configuration = new client.Configuration(
    server,
    appId,
    { [client.clockTolerance]: anyClockSeconds },
    client.None()
  )
  configuration[client.customFetch] = fetch
  for (const allow of allowances) allow(configuration)

  return {
    grant: (refreshToken) => client.refreshTokenGrant(configuration, refreshToken),

    async saysActive(refreshToken) {
      if (typeof server.introspection_endpoint !== 'string') return undefined
      try {
        const hint = { token_type_hint: 'refresh_token' }
        return (await client.tokenIntrospection(configuration, refreshToken, hint)).active
      } catch (error) {
        const known = appErrorWithin(error)
        if (known && noAnswer.has(known.code)) throw known
        return undefined
      }
    }
  }
}

/** Waits for a check of a renewed ID token, and gives its failure the code of what that means for the session. */
export async function orNotVerified(check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (cause) {
    throw appErrorWithin(cause) ?? new AppError('sessionNotVerified', { cause })
  }
}

/** Waits for a check of a renewed ID token. Keys that cannot be had are no reason to throw the renewed session away. */
export async function unlessKeysAreMissing(check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (error) {
    if (!appErrorWithin(error) && !areKeysMissing(error)) throw error
  }
}

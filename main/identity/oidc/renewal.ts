import * as client from 'openid-client'
import type { ErrorCode } from '../../../contract/result'
import { AppError, appErrorWithin } from '../../ground/errors'
import { type Fetch, tlsCodes } from '../../tenant/fetch'
import { areKeysMissing } from './oidcErrors'

/** The requests to the tenant that carry a refresh token. */
export interface Renewal {
  /** @throws the errors of openid-client */
  grant(refreshToken: string): ReturnType<typeof client.refreshTokenGrant>
  /**
   * Resolves to true if the tenant calls this refresh token active (RFC 7662), and to `undefined` if it does not say.
   *
   * @throws AppError of the network
   */
  saysActive(refreshToken: string): Promise<boolean | undefined>
}

/**
 * A hundred years. The answer to a refresh comes once and straight from the token endpoint. It must count even if this
 * computer's clock is wrong, because its refresh token is used up.
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

/** @param allowances further permissions for openid-client, such as plain http on this computer */
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

/**
 * Waits for a check of a renewed ID token. @throws AppError `sessionNotVerified` if it fails, or the AppError behind it
 */
export async function orNotVerified(check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (cause) {
    throw appErrorWithin(cause) ?? new AppError('sessionNotVerified', { cause })
  }
}

/**
 * Waits for a check of a renewed ID token. It passes if the keys could not be fetched, because that is no reason to drop
 * the session.
 */
export async function unlessKeysAreMissing(check: Promise<void>): Promise<void> {
  try {
    await check
  } catch (error) {
    if (!appErrorWithin(error) && !areKeysMissing(error)) throw error
  }
}

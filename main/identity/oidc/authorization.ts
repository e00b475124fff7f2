import * as client from 'openid-client'
import { AppError } from '../../ground/errors'

/** The facts that one attempt must remember until its answer comes. They are in memory only. */
export interface AuthorizationRequest {
  readonly link: string
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
  /** The random id that this request gives to this computer; absent if it gives none. */
  readonly deviceId?: string
}

/** @param wishes the parameters of this request beside those that every request has */
export async function requestFor(
  configuration: client.Configuration,
  redirectUri: string,
  state: string,
  wishes: Record<string, string>
): Promise<AuthorizationRequest> {
  const server = configuration.serverMetadata()
  if (server.code_challenge_methods_supported?.includes('S256') === false) throw new AppError('signInPkceRefused')
  const nonce = client.randomNonce()
  const codeVerifier = client.randomPKCECodeVerifier()
  const link = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    ...wishes,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256'
  })
  const { deviceId } = wishes
  return { link: link.href, state, nonce, codeVerifier, ...(deviceId !== undefined && { deviceId }) }
}

/** Exchanges the code of an answer, and checks that it answers this request. @throws the errors of openid-client */
export const grantFor = (
  configuration: client.Configuration,
  callback: URL,
  { state, nonce, codeVerifier }: AuthorizationRequest
): ReturnType<typeof client.authorizationCodeGrant> =>
  client.authorizationCodeGrant(configuration, callback, {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true
  })

import { createRemoteJWKSet, customFetch as jwksFetch, decodeJwt, decodeProtectedHeader } from 'jose'
import type * as client from 'openid-client'
import type { Tenant } from '../../ground/tenant'
import type { Fetch } from '../../tenant/fetch'
import { verifySignature } from './idTokenSignature'
import { signedIdToken } from './tokenAnswer'

/**
 * Returns the function that checks an ID token as far as openid-client does not.
 *
 * @param keysAt the address of the keys that the tenant signs with; they are fetched at once
 */
export function createIdTokenCheck(
  tenant: Tenant,
  keysAt: URL,
  fetch: Fetch
): (answer: client.TokenEndpointResponse) => Promise<void> {
  const keys = createRemoteJWKSet(keysAt, { [jwksFetch]: fetch, cooldownDuration: 0 })
  // The keys are fetched ahead of need. If this fails, the first signature asks for them again.
  void keys.reload().catch(() => undefined)

  /**
   * openid-client has checked the claims, except `azp` beside a single audience (OpenID Connect Core, section 3.1.3.7,
   * rule 5). It leaves the signature of a token from the token endpoint to TLS.
   */
  return async (answer) => {
    const idToken = signedIdToken(answer)
    const { azp = tenant.appId } = decodeJwt(idToken)
    if (azp !== tenant.appId) throw new Error('The ID token was issued for another party.')
    // A public client has no key for HS256. Such a token counts only because it came straight from the token endpoint,
    // and only if the tenant's discovery document announces the algorithm.
    if (decodeProtectedHeader(idToken).alg === 'HS256') return
    await verifySignature(idToken, keys)
  }
}

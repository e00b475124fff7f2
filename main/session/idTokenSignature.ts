import { compactVerify, type createRemoteJWKSet, errors } from 'jose'

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>

/**
 * Checks that one of the tenant's keys has signed an ID token. Its claims are checked elsewhere.
 *
 * @throws what jose throws
 */
export async function verifySignature(idToken: string, keys: RemoteKeys): Promise<void> {
  try {
    await verifyByAny(idToken, keys)
  } catch (error) {
    if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    // A key without a name is not missed when the tenant has replaced it.
    const isRenewed = await keys.reload().then(
      () => true,
      () => false
    )
    if (!isRenewed) throw error
    await verifyByAny(idToken, keys)
  }
}

/** Where keys have no names, or several have the same one, each that fits the algorithm is tried. */
async function verifyByAny(idToken: string, keys: RemoteKeys): Promise<void> {
  try {
    await compactVerify(idToken, keys, { algorithms })
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      const fits = await compactVerify(idToken, key, { algorithms }).then(
        () => true,
        // The key may be one that nothing can be checked with.
        () => false
      )
      if (fits) return
    }
    throw new errors.JWSSignatureVerificationFailed('None of the keys has signed the ID token.')
  }
}

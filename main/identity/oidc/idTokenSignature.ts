import { compactVerify, type createRemoteJWKSet, errors } from 'jose'

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>

/**
 * Checks that one of the tenant's keys has signed an ID token. Its claims are checked elsewhere.
 *
 * @throws the errors of jose
 */
export async function verifySignature(idToken: string, keys: RemoteKeys): Promise<void> {
  try {
    await verifyByAny(idToken, keys)
  } catch (error) {
    if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error
    // jose does not notice that a key without a name was replaced, so the keys are fetched again.
    const isRenewed = await keys.reload().then(
      () => true,
      () => false
    )
    if (!isRenewed) throw error
    await verifyByAny(idToken, keys)
  }
}

/** Tries each key that fits the algorithm, because keys may have no name, or share one. */
async function verifyByAny(idToken: string, keys: RemoteKeys): Promise<void> {
  try {
    await compactVerify(idToken, keys, { algorithms })
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    for await (const key of error) {
      const fits = await compactVerify(idToken, key, { algorithms }).then(
        () => true,
        // The key itself may be unusable.
        () => false
      )
      if (fits) return
    }
    throw new errors.JWSSignatureVerificationFailed('None of the keys has signed the ID token.')
  }
}

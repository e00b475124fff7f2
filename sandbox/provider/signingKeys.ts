import type { SigningAlgorithm } from '../settings/options'
import { createSigningKey, type SigningKey } from './signingKey'

/** The keys of tenants that are closed, by algorithm. An RSA key takes a tenth of a second or more to make. */
const free = new Map<SigningAlgorithm, SigningKey[]>()

/**
 * Returns keys that no other running tenant of this process signs with. Those of a tenant that was closed are used again, so
 * that a test does not wait for new ones.
 */
export function takeSigningKeys(count: number, alg: SigningAlgorithm): SigningKey[] {
  const taken = free.get(alg)?.splice(0, count) ?? []
  while (taken.length < count) taken.push(createSigningKey(2048, alg))
  return taken
}

/** Lets a later tenant have these keys. */
export function giveBackSigningKeys(keys: SigningKey[], alg: SigningAlgorithm): void {
  free.set(alg, [...(free.get(alg) ?? []), ...keys])
}

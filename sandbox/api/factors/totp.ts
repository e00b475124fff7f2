import { Secret, TOTP } from 'otpauth'

/** Uses the parameters of the vendor's QR codes: SHA-1, six digits, a new code every 30 s. */
function totpOf(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })
}

/** Returns a new key as Base32 text: 160 bits, the length of a SHA-1 digest. */
export function createTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/**
 * Returns the code that an authenticator app shows for a key at a time, in ms since 1970. `secret` is the key as Base32
 * text.
 */
export function totpCode(secret: string, at = Date.now()): string {
  return totpOf(secret).generate({ timestamp: at })
}

/** Returns true if the code belongs to the current step or to the one before or after it. `at`: ms since 1970. */
export function isTotpCode(secret: string, code: string, at = Date.now()): boolean {
  return totpOf(secret).validate({ token: code, timestamp: at, window: 1 }) !== null
}

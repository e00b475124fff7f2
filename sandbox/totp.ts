import { Secret, TOTP } from 'otpauth'

/** What the vendor's QR codes say: SHA-1, six digits, a new code every 30 s. */
function totpOf(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: 6, period: 30 })
}

/** A new key as Base32 text: 160 bits, the length of a SHA-1 digest. */
export function createTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/** The code an authenticator app shows for a key at a time, in ms since 1970. `secret`: the key as Base32 text. */
export function totpCode(secret: string, at = Date.now()): string {
  return totpOf(secret).generate({ timestamp: at })
}

/** Whether a code is the one of now, or of the step just before or after. `at`: ms since 1970. */
export function isTotpCode(secret: string, code: string, at = Date.now()): boolean {
  return totpOf(secret).validate({ token: code, timestamp: at, window: 1 }) !== null
}

const fewestDigits = 4
const fewestCharacters = 8

/** The reason why a PIN (digits only) or a passphrase (anything else) may not be set. */
export type PinWeakness = 'shortPin' | 'shortPassphrase' | 'simple'

/** Returns `undefined` for a PIN or passphrase that may be set. */
export function weaknessOf(pin: string): PinWeakness | undefined {
  const points = Array.from(pin, (character) => character.codePointAt(0) ?? 0)
  const digitsOnly = /^\p{Nd}*$/u.test(pin)
  if (digitsOnly && points.length < fewestDigits) return 'shortPin'
  if (!digitsOnly && points.length < fewestCharacters) return 'shortPassphrase'
  return [-1, 0, 1].some((step) => isRun(points, step)) ? 'simple' : undefined
}

/** Returns true if each character follows the one before by the same step, as in 1234, 4321 or 0000. */
const isRun = (points: readonly number[], step: number): boolean =>
  points.every((point, index) => index === 0 || point - (points[index - 1] ?? 0) === step)

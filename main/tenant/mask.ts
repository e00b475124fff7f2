import type { EnrolmentTarget } from '../../contract/enrolment'
import { longestTarget } from '../../contract/fields'
import { firstCharacter } from '../../contract/firstCharacter'
import { plainText } from '../ground/text'

// A mask may be longer than what it hides, and the window takes no more than an address may have.
const shortened = (shown: string): string => plainText(shown, longestTarget)

/** `ada.moreno@fernhill.example` → `a•••o@fernhill.example`. A text without @ is hidden whole. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  if (at < 1) return '•••'
  const name = Array.from(email.slice(0, at))
  const last = name.length > 2 ? name.at(-1) : ''
  return shortened(`${name[0] ?? ''}•••${last ?? ''}${email.slice(at)}`)
}

/** `4155550123`, `+1` → `+1 ••••• 0123`. A short number keeps fewer of its last digits, at most half. */
export function maskPhone(number: string, countryCode = ''): string {
  const digits = Array.from(number.replace(/\D/g, ''))
  const shown = digits.slice(digits.length - Math.min(4, Math.floor(digits.length / 2))).join('')
  return shortened([countryCode, '•••••', shown].filter(Boolean).join(' '))
}

/**
 * `Ada Moreno` → `A••• M•••`. Of more than three words only the first two and the last are shown. An address or a number in
 * the place of a name is masked as such.
 */
export function maskName(name: string): string {
  if (name.includes('@')) return maskEmail(name)
  if (/^[+\d\s()-]+$/.test(name)) return maskPhone(name)
  const words = name.split(/\s+/u).filter(Boolean)
  const shown = words.filter((_word, index) => index < 2 || index === words.length - 1)
  return shown.map((word) => `${firstCharacter(word)}•••`).join(' ')
}

/** Returns `undefined` for a factor without a target. */
export function maskTarget(target: EnrolmentTarget): string | undefined {
  if (target.kind === 'email') return maskEmail(target.email)
  return target.kind === 'phone' ? maskPhone(target.phoneNumber, target.phoneCountryCode) : undefined
}

import { type CountryCode, parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js'
import metadata from 'libphonenumber-js/min/metadata'
import { AppError } from '../../ground/errors'

/** Signs that people put between digits. Any other sign may mean that only a part of the text is the number. */
const separators = /[\s\p{Cf}\p{Pd}\u{2212}\u{30fc}\u{b7}.()[\]/]/gu
/** Prefixes for calls abroad that people type in any country, beside that of their own. */
const internationalPrefixes = ['00', '011']

/**
 * Reads a number as typed under a country's calling code (`+44`, or empty if none was chosen).
 *
 * @throws AppError `phoneInvalid` if it is no possible E.164 number, or one that leaves out some of the typed text
 */
export function checkPhoneNumber(
  typed: string,
  callingCode: string
): { phoneNumber: string; phoneCountryCode: string } {
  const read = digitsOf(typed)
  const fitting = read === undefined ? [] : readings(read, callingCode.slice(1))
  // A number outside of the known ranges may still be right, because numbering plans change faster than any list.
  const number = fitting.find((one) => one.isValid()) ?? fitting[0]
  if (!number) throw new AppError('phoneInvalid')
  return { phoneNumber: number.nationalNumber, phoneCountryCode: `+${number.countryCallingCode}` }
}

/** Returns the digits, after a plus sign if one was typed, or `undefined` for anything but one number. */
function digitsOf(typed: string): string | undefined {
  const plain = typed
    .normalize('NFKC')
    .trim()
    .replace(/^tel:/i, '')
    .replace(separators, '')
    .replace(/\p{Nd}/gu, (digit) => String(valueOf(digit)))
    .replace(/^(?:00)?\++/, '+')
  return /^\+?\d+$/.test(plain) ? plain : undefined
}

/** Returns the value of a decimal digit of any script, each of which has its ten digits in a row. */
function valueOf(digit: string): number {
  const at = digit.codePointAt(0) ?? 0
  let before = 0
  while (/^\p{Nd}$/u.test(String.fromCodePoint(at - before - 1))) before++
  return before % 10
}

/**
 * Returns the possible readings of the digits: first by the rules of the country, then with a prefix for calls abroad.
 */
function readings(digits: string, callingCode: string): PhoneNumber[] {
  const country = mainCountry(callingCode)
  const abroad = internationalPrefixes
    .filter((prefix) => digits.startsWith(prefix))
    .map((prefix) => `+${digits.slice(prefix.length)}`)
  // Some lists give a country its area code with the calling code, such as +1876 for Jamaica.
  const inArea = country === undefined && callingCode !== '' ? [`+${callingCode}${digits}`] : []
  return [digits, ...inArea, ...abroad].flatMap((text) => {
    const number = parsePhoneNumberFromString(text, country ?? mainCountry(callingCode.slice(0, 1)))
    return number?.isPossible() && isWhole(number, text) ? [number] : []
  })
}

/** Returns the country of most numbers of a calling code, because only countries have prefixes of their own. */
function mainCountry(callingCode: string): CountryCode | undefined {
  const countries: Partial<Record<string, CountryCode[]>> = metadata.country_calling_codes
  return countries[callingCode]?.[0]
}

/**
 * Returns true if the number is the whole text: nothing follows it, and nothing precedes it but a prefix for calls abroad,
 * its calling code and a national prefix.
 */
function isWhole(number: PhoneNumber, typed: string): boolean {
  const digits = typed.replace('+', '')
  const { nationalNumber, countryCallingCode } = number
  // Argentina writes its mobile numbers in another way at home.
  const atHome = number.formatNational().replace(/\D/g, '').replace(/^0/, '')
  const before = new RegExp(`^(?:\\d{0,5}${countryCallingCode})?\\d{0,2}$`)
  return [nationalNumber, atHome].some((end) => digits.endsWith(end) && before.test(digits.slice(0, -end.length)))
}

/** The forms of a secret or of personal data, the more specific ones first. */
const patterns: [RegExp, string][] = [
  [/otpauth:[^\s"'<>]*/gi, '[otpauth]'],
  [/\b(bearer|basic)\s+\S+/gi, '$1 [token]'],
  [/eyJ[\w-]*(?:\.[\w-]*){1,4}/g, '[jwt]'],
  [/[?#][^\s"'<>()]+/g, '[query]'],
  [/[^\s"'<>()@:]+@[^\s"'<>()@]+/g, '[email]'],
  [/[A-Za-z0-9]{4,}(?:-[A-Za-z0-9]{4,}){2,}/g, '[code]'],
  [/[\w-]{32,}/g, '[token]'],
  [/(?=[A-Za-z_-]*\d)[\w-]{20,}/g, '[token]'],
  [/\+?\d(?:[\s().-]{0,3}\d){5,}/g, '[number]']
]
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

const mostCharacters = 500

/**
 * Returns the first 500 characters of a text without anything secret that should not have got this far: tokens, keys, codes,
 * addresses, numbers and the queries of links.
 * A request id in the form of a UUID stays, because a help desk needs it.
 */
export function redact(text: string): string {
  if (uuid.test(text)) return text
  return patterns.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text.slice(0, mostCharacters))
}

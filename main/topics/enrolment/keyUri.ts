import { AppError } from '../../ground/errors'

/** The decoded parts of a key URI. A missing part is absent. */
export interface KeyUri {
  secret: string
  issuer: string
  account: string
  algorithm?: string
  digits?: string
  period?: string
}

const longestLabel = 4_000

/**
 * Reads `otpauth://totp/LABEL?secret=…&issuer=…`. Servers write it with every mistake that URIs allow. Only the secret
 * decides if codes match, so an unreadable label is left out and the rest still counts.
 *
 * @throws AppError `unexpectedAnswer` for any other text, never with a cause, which would quote the URI and its key
 */
export function readKeyUri(uri: string): KeyUri {
  const { label, query } =
    /^\s*otpauth:\/\/totp(?=[/?])\/*(?<label>.*?)\?(?=[\w;#]+=)(?<query>.*)$/is.exec(uri)?.groups ?? {}
  if (label === undefined || query === undefined) throw new AppError('unexpectedAnswer')
  const parameters = parametersOf(query)
  const secrets = new Set(parameters.get('secret')?.map(secretOf))
  const [secret = ''] = secrets
  if (secrets.size !== 1) throw new AppError('unexpectedAnswer')
  const issuer = decode(plusAsSpace(parameters.get('issuer')?.[0]?.slice(0, longestLabel) ?? '')).trim()
  return { secret, ...readLabel(label.slice(0, longestLabel), issuer), ...settingsOf(parameters) }
}

/** Returns the values of each name. An unescaped `&` in an issuer such as H&M belongs to the issuer. */
function parametersOf(query: string): Map<string, string[]> {
  const parameters = new Map<string, string[]>()
  let issuers: string[] | undefined
  for (const part of query.split('&')) {
    // A URI that was escaped for HTML has `&amp;` for `&`.
    const text = part.replace(/^(?:(?:amp|#38|#x26);)+/i, '')
    const { name, value } = /^(?<name>\w+)=(?<value>.*)$/s.exec(text)?.groups ?? {}
    if (name !== undefined && value !== undefined) {
      const values = [...(parameters.get(name.toLowerCase()) ?? []), value]
      parameters.set(name.toLowerCase(), values)
      issuers = name.toLowerCase() === 'issuer' ? values : undefined
    } else if (issuers && text !== '') issuers.push(`${issuers.pop() ?? ''}&${text}`)
  }
  return parameters
}

/** Returns the secret without the signs that people and programs put between its letters. */
const secretOf = (value: string): string =>
  decode(value)
    .replace(/#.*$/s, '')
    .replace(/[\s\p{Cf}\p{Pd}+]/gu, '')
    .replace(/=+$/, '')
    .toUpperCase()

/**
 * Returns the settings by which codes are made, as far as the URI names them.
 *
 * @throws AppError `otpKeyUnsupported` if it gives two values for one setting
 */
function settingsOf(parameters: Map<string, string[]>): Pick<KeyUri, 'algorithm' | 'digits' | 'period'> {
  const one = (name: string): string | undefined => {
    const values = parameters.get(name)?.map((value) => decode(value).replace(/#.*$/s, '').trim()) ?? []
    const [first, ...others] = new Set(values.filter((value) => value !== ''))
    if (others.length > 0) throw new AppError('otpKeyUnsupported')
    return first
  }
  const [algorithm, digits, period] = [one('algorithm'), one('digits'), one('period')]
  return {
    ...(algorithm !== undefined && { algorithm }),
    ...(digits !== undefined && { digits }),
    ...(period !== undefined && { period })
  }
}

/**
 * Reads `ISSUER:ACCOUNT`. The issuer of the parameters counts, or without one, that of the label. A colon within an
 * address, or an escaped one, separates the two only if there is no other colon.
 */
function readLabel(label: string, issuer: string): Pick<KeyUri, 'issuer' | 'account'> {
  const whole = decode(label)
  const known = [...whole.matchAll(/:/g)].find(({ index }) => issuer && isSame(whole.slice(0, index), issuer))
  if (known) return { issuer, account: whole.slice(known.index + 1).trim() }
  const parted = [label, whole]
    .map((text) => /^(?<before>.*?):(?!\/\/)(?<account>.*)$/s.exec(text)?.groups)
    .find(Boolean)
  if (!parted) return { issuer, account: whole.trim() }
  const { before = '', account = '' } = parted
  return { issuer: issuer || decode(plusAsSpace(before)).trim(), account: decode(account).trim() }
}

const isSame = (one: string, other: string): boolean => loose(one) === loose(other)
const loose = (text: string): string =>
  text
    .replace(/[+\s]+/g, ' ')
    .trim()
    .toLowerCase()

/** Turns plus signs into spaces, as in forms. A plus at the end, or before another, belongs to a name such as C++. */
const plusAsSpace = (text: string): string => text.replace(/\+(?!\+|$)/g, ' ')

/** Decodes every valid escape, and leaves out bytes that are no UTF-8. */
const decode = (text: string): string =>
  text
    .replace(/(?:%[\da-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'))
    .replace(/[\p{Cs}\u{fffd}]/gu, '')

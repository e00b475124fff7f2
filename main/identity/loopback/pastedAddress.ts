import { timingSafeEqual } from 'node:crypto'
import { longestUrl } from '../../../contract/fields'

/** Returns true if `parameters` carry this state, once. */
export function hasState(parameters: URLSearchParams, expected: string): boolean {
  const given = parameters.getAll('state')
  if (given.length !== 1) return false
  const [theirs, ours] = [Buffer.from(given[0] ?? ''), Buffer.from(expected)]
  return theirs.length === ours.length && timingSafeEqual(theirs, ours)
}

/**
 * Returns the redirect that a person copied from a browser, or `undefined` if the text holds none. Only the parameters count:
 * browsers, chats and mail programs change the scheme, the host and what stands around an address, and the state alone shows
 * that the answer belongs to this attempt.
 */
export function readPastedAddress(text: string, redirectUri: string, state: string): URL | undefined {
  if (text.length > longestUrl) return undefined
  for (const query of queriesIn(text)) {
    const parameters = new URLSearchParams(query)
    if (!hasState(parameters, state) || !isAnswer(parameters)) continue
    const url = new URL(redirectUri)
    url.search = parameters.toString()
    return url
  }
  return undefined
}

/** The authorization request carries the state as well, but no answer. */
const isAnswer = (parameters: URLSearchParams): boolean =>
  parameters.getAll('code').length + parameters.getAll('error').length === 1

/** Lists the queries that the text may mean: its own, then one inside of another address. */
function queriesIn(text: string): string[] {
  const plain = withoutWrapping(text)
  const query = queryOf(plain)
  const inner = [...new URLSearchParams(query).values()].filter((value) => value.includes('state=')).map(queryOf)
  return [query, ...inner, queryOf(percentDecoded(plain))]
}

/**
 * Removes line breaks, invisible characters and backslashes, which no address holds as they are, and keeps the longest
 * part between quotes or angle brackets, which no address holds either.
 */
function withoutWrapping(text: string): string {
  const joined = text
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Cf}\\]/gu, '')
    .replace(/&(?:amp|#38|#x26);/gi, '&')
  const target = /\]\((?<address>[^)]*)\)/.exec(joined)?.groups?.['address'] ?? joined
  const longest = target
    .split(/["'`<>“”‘’«»「」『』《》]/)
    .reduce((one, other) => (other.length > one.length ? other : one))
  return longest.replace(/^\(+/, '').replace(/[.,;:!?)\]}。，；：！）】]+$/, '')
}

function queryOf(address: string): string {
  const [withoutFragment = ''] = address.split('#')
  return withoutFragment.slice(withoutFragment.indexOf('?') + 1)
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

import { localNameOf, type NamedCountry, syllablesOf } from './namesOfCountries'

/** Maps a shared calling code to the country that most of its numbers belong to. */
const mainCountries: Partial<Record<string, string>> = {
  '+1': 'US',
  '+7': 'RU',
  '+39': 'IT',
  '+44': 'GB',
  '+47': 'NO',
  '+61': 'AU',
  '+358': 'FI'
}

const marks = /\p{M}/gu
const formatting = /[\s()\-.]/g

/** Returns the text with plain signs for full-width ones, and without case and accents. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(marks, '').toLowerCase().trim()
}

/** Returns how well a country matches a query: lower is better, undefined is no match. */
type Rank = (country: NamedCountry, query: string) => number | undefined

const byName: Rank = ({ name, alpha2, phoneCountryCode }, query) => {
  const digits = query.replace(formatting, '')
  if (/^\+?\d+$/.test(digits)) {
    if (phoneCountryCode === `+${digits.replace('+', '')}`) return 0
    return phoneCountryCode.slice(digits.startsWith('+') ? 0 : 1).startsWith(digits) ? 1 : undefined
  }
  return alpha2.toLowerCase() === query ? 0 : rankOf(plain(name), query)
}

function rankOf(name: string, query: string): number | undefined {
  if (name.startsWith(query)) return 1
  if (name.split(/[\s\-(]+/).some((word) => word.startsWith(query))) return 2
  return name.includes(query) ? 3 : undefined
}

/**
 * Ranks by the name in the other language, by the local name, or by the sound of the Chinese name; always after the
 * name on screen.
 */
const byOtherNames: Rank = ({ alpha2, otherName = '' }, query) => {
  const ranks = [otherName, localNameOf(alpha2)].map((name) => rankOf(plain(name), query))
  const best = Math.min(...ranks.map((rank) => rank ?? Infinity))
  return best === Infinity ? bySound(syllablesOf(alpha2).map(withoutUmlaut), query) : best + 3
}

/** People type the vowel `ü` as `v`, as `ü` or as `u`. */
const withoutUmlaut = (sound: string): string => sound.replaceAll(/(?<=[ln])v/g, 'u')

/** Ranks a query that begins at any syllable, with or without spaces, or that consists of first letters. */
function bySound(syllables: readonly string[], query: string): number | undefined {
  const sound = withoutUmlaut(query.replaceAll(/[\s']/g, ''))
  const at = syllables.findIndex((_, index) => syllables.slice(index).join('').startsWith(sound))
  if (sound === '') return undefined
  if (at >= 0) return at === 0 ? 7 : 8
  const firsts = syllables.map((syllable) => syllable[0]).join('')
  return sound.length > 1 && firsts.startsWith(sound) ? 9 : undefined
}

/**
 * Returns the countries whose name (on screen, in other languages, or as pinyin), two-letter code or calling code
 * matches `query`, best first and otherwise in the given order. An empty query matches all of them.
 */
export function searchCountries(countries: readonly NamedCountry[], query: string): NamedCountry[] {
  const wanted = plain(query)
  if (wanted === '') return [...countries]
  const named = ranked(countries, wanted, byName)
  // A single letter begins some name of every country, so other names count only if no name on screen matches.
  const isEnough = named.length > 0 && wanted.length === 1
  const others = isEnough ? [] : ranked(without(countries, named), wanted, byOtherNames)
  return [...named, ...others]
}

function ranked(countries: readonly NamedCountry[], query: string, rank: Rank): NamedCountry[] {
  return countries
    .map((country) => ({ country, rank: rank(country, query) }))
    .filter((found): found is { country: NamedCountry; rank: number } => found.rank !== undefined)
    .sort((one, other) => one.rank - other.rank)
    .map(({ country }) => country)
}

function without(countries: readonly NamedCountry[], some: readonly NamedCountry[]): NamedCountry[] {
  const left = new Set(countries)
  for (const one of some) left.delete(one)
  return [...left]
}

/**
 * Returns the country to begin with: the one with this calling code or, without a code, the one of the region (ISO
 * 3166-1 alpha-2). Returns undefined for an unknown region, so that no country is guessed.
 */
export function firstCountry(
  countries: readonly NamedCountry[],
  callingCode: string,
  region: string | undefined
): NamedCountry | undefined {
  const ofRegion = countries.find(({ alpha2 }) => alpha2 === region)
  if (callingCode === '') return ofRegion
  const sharing = countries.filter(({ phoneCountryCode }) => phoneCountryCode === callingCode)
  if (ofRegion && sharing.includes(ofRegion)) return ofRegion
  return sharing.find(({ alpha2 }) => alpha2 === mainCountries[callingCode]) ?? sharing[0]
}

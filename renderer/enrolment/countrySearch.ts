import { localNameOf, type NamedCountry, syllablesOf } from './namesOfCountries'

/** Of the countries that share a calling code, the one that most of its numbers belong to. */
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

/** Full-width signs become plain ones; case and accents no longer matter. */
function plain(text: string): string {
  return text.normalize('NFKD').replace(marks, '').toLowerCase().trim()
}

/** How well a country answers a query: lower is better, undefined is not at all. */
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

/** By what the country is called elsewhere, at home, or by the sound of its Chinese name; always after the name on screen. */
const byOtherNames: Rank = ({ alpha2, otherName = '' }, query) => {
  const ranks = [otherName, localNameOf(alpha2)].map((name) => rankOf(plain(name), query))
  const best = Math.min(...ranks.map((rank) => rank ?? Infinity))
  return best === Infinity ? bySound(syllablesOf(alpha2).map(withoutUmlaut), query) : best + 3
}

/** `ü` is typed as `v`, as `ü` or as `u`. */
const withoutUmlaut = (sound: string): string => sound.replaceAll(/(?<=[ln])v/g, 'u')

/** From the beginning of any syllable, with spaces between them or without, or by their first letters. */
function bySound(syllables: readonly string[], query: string): number | undefined {
  const sound = withoutUmlaut(query.replaceAll(/[\s']/g, ''))
  const at = syllables.findIndex((_, index) => syllables.slice(index).join('').startsWith(sound))
  if (sound === '') return undefined
  if (at >= 0) return at === 0 ? 7 : 8
  const firsts = syllables.map((syllable) => syllable[0]).join('')
  return sound.length > 1 && firsts.startsWith(sound) ? 9 : undefined
}

/**
 * The countries whose name, two-letter code or calling code answers `query`, best first and otherwise in the order given:
 * the name on screen, in other languages, or as pinyin. An empty query is answered by all of them.
 */
export function searchCountries(countries: readonly NamedCountry[], query: string): NamedCountry[] {
  const wanted = plain(query)
  if (wanted === '') return [...countries]
  const named = ranked(countries, wanted, byName)
  // A single letter begins something in every country's name, so it counts only for those on screen, if for any.
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
 * The country to begin with: the one with this calling code, else, if there is none to look for, the one of the region
 * (ISO 3166-1 alpha-2). Undefined where the region is not known: then nobody's country is guessed.
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

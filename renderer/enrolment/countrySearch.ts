import type { Country } from '../../contract/countries'

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

/** How well a country answers the query: lower is better, undefined is not at all. */
function rank({ name, alpha2, phoneCountryCode }: Country, query: string): number | undefined {
  const digits = query.replace(formatting, '')
  if (/^\+?\d+$/.test(digits)) {
    if (phoneCountryCode === `+${digits.replace('+', '')}`) return 0
    return phoneCountryCode.slice(digits.startsWith('+') ? 0 : 1).startsWith(digits) ? 1 : undefined
  }
  const known = plain(name)
  if (alpha2.toLowerCase() === query) return 0
  if (known.startsWith(query)) return 1
  if (known.split(/[\s\-(]+/).some((word) => word.startsWith(query))) return 2
  return known.includes(query) ? 3 : undefined
}

/**
 * The countries whose name, two-letter code or calling code answers `query`, best first and otherwise in the order given.
 * An empty query is answered by all of them.
 */
export function searchCountries(countries: readonly Country[], query: string): Country[] {
  const wanted = plain(query)
  if (wanted === '') return [...countries]
  return countries
    .map((country) => ({ country, rank: rank(country, wanted) }))
    .filter((found): found is { country: Country; rank: number } => found.rank !== undefined)
    .sort((one, other) => one.rank - other.rank)
    .map(({ country }) => country)
}

/**
 * The country to begin with: the one with this calling code, else, if there is none to look for, the one of the region
 * (ISO 3166-1 alpha-2). Undefined where the region is not known: then nobody's country is guessed.
 */
export function firstCountry(
  countries: readonly Country[],
  callingCode: string,
  region: string | undefined
): Country | undefined {
  const ofRegion = countries.find(({ alpha2 }) => alpha2 === region)
  if (callingCode === '') return ofRegion
  const sharing = countries.filter(({ phoneCountryCode }) => phoneCountryCode === callingCode)
  if (ofRegion && sharing.includes(ofRegion)) return ofRegion
  return sharing.find(({ alpha2 }) => alpha2 === mainCountries[callingCode]) ?? sharing[0]
}

import type { Country } from '../../contract/countries'
import type { Language } from '../../contract/settings'
import pinyin from './countryPinyin.json'

/** A country with its name in the language of the window. */
export interface NamedCountry {
  alpha2: string
  phoneCountryCode: string
  name: string
  /** The name in the other language that main knows. */
  otherName?: string
}

/** Returns the countries with their names in `language`, sorted by its rules. */
export function namedIn(language: Language, countries: readonly Country[]): NamedCountry[] {
  const order = new Intl.Collator(language)
  return countries
    .map(({ names, ...country }) => ({
      ...country,
      name: names[language],
      otherName: names[language === 'en' ? 'zh-CN' : 'en']
    }))
    .sort((one, other) => order.compare(one.name, other.name))
}

const syllables: Partial<Record<string, string>> = pinyin

/** Returns the sound of the Chinese name, syllable by syllable and without tones; empty if it is unknown. */
export const syllablesOf = (alpha2: string): string[] => syllables[alpha2]?.split(' ') ?? []

const namesOf = new Map<string, Intl.DisplayNames>()
const localNames = new Map<string, string>()

/**
 * Returns the name of a country in the language that most of its people speak; empty if the system does not know it.
 */
export function localNameOf(alpha2: string): string {
  const known = localNames.get(alpha2) ?? readLocalName(alpha2)
  localNames.set(alpha2, known)
  return known
}

function readLocalName(alpha2: string): string {
  const { language } = new Intl.Locale(`und-${alpha2}`).maximize()
  const names = namesOf.get(language) ?? new Intl.DisplayNames([language], { type: 'region', fallback: 'none' })
  namesOf.set(language, names)
  return names.of(alpha2) ?? ''
}

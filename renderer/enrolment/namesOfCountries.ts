import type { Country } from '../../contract/countries'
import type { Language } from '../../contract/settings'
import pinyin from './countryPinyin.json'

/** A country by its name in the language of the window. */
export interface NamedCountry {
  alpha2: string
  phoneCountryCode: string
  name: string
  /** In the other language that main knows. */
  otherName?: string
}

/** Returns the countries by their names in `language`, in its order. */
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

/** Returns how the Chinese name sounds, syllable by syllable and without tones; empty where that is not known. */
export const syllablesOf = (alpha2: string): string[] => syllables[alpha2]?.split(' ') ?? []

const namesOf = new Map<string, Intl.DisplayNames>()
const localNames = new Map<string, string>()

/** Returns what a country calls itself in the language that most people speak there, where the system knows that. */
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

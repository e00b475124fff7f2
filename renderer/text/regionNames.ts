import { formatsOf } from '../../contract/formats'

const made = new Map<string, Intl.DisplayNames>()

/** Returns the names of countries in a language of the window. They are made once, because each row of a list needs them. */
export function regionNames(language: string): Intl.DisplayNames {
  const names = made.get(language) ?? new Intl.DisplayNames(formatsOf(language), { type: 'region' })
  made.set(language, names)
  return names
}

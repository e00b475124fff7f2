import { firstCharacter } from '../../contract/firstCharacter'

/** Matches a number in place of a name, masked or whole. */
const numberLike = /^[+\d\s()•-]*$/u

/**
 * Returns the first characters of the first and the last word in capitals, the same for a masked and a whole name. The
 * result is empty for a number or an empty name.
 */
export function initialsOf(name: string): string {
  if (numberLike.test(name)) return ''
  const words = name.split(/\s+/u).filter(Boolean)
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return ends.map((word = '') => firstCharacter(word).toLocaleUpperCase()).join('')
}

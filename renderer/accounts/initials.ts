import { firstCharacter } from '../../contract/firstCharacter'

/** A number that stands for a name, masked or whole. */
const numberLike = /^[+\d\s()•-]*$/u

/**
 * Returns the first characters of the first and of the last word in capitals, the same for a name that is masked and for
 * the whole one; empty where it has none.
 */
export function initialsOf(name: string): string {
  if (numberLike.test(name)) return ''
  const words = name.split(/\s+/u).filter(Boolean)
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words
  return ends.map((word = '') => firstCharacter(word).toLocaleUpperCase()).join('')
}

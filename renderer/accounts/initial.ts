import { firstCharacter } from '../../contract/firstCharacter'

/** The first character of `text` in capitals; empty where there is none. */
export const initialOf = (text: string): string => firstCharacter(text).toLocaleUpperCase()

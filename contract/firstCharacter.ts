/**
 * The first character of `text` as a person sees it: a letter with its accents, a flag, an emoji with all that belongs to
 * it; empty where there is none. `Intl.Segmenter` knows more scripts, and takes 50 ms to load on the way to the first screen.
 */
export const firstCharacter = (text: string): string =>
  /^(?:\p{RI}{2}|.(?:\p{M}|\p{Emoji_Modifier}|\u200d.)*)/su.exec(text.normalize('NFC'))?.[0] ?? ''

/**
 * Returns the first character of `text` as a person sees it: a letter with its accents, a flag, or an emoji with all its
 * parts. Returns an empty text if `text` is empty. `Intl.Segmenter` knows more scripts, but takes 50 ms to load on the way to
 * the first screen.
 */
export const firstCharacter = (text: string): string =>
  /^(?:\p{RI}{2}|.(?:\p{M}|\p{Emoji_Modifier}|\u200d.)*)/su.exec(text.normalize('NFC'))?.[0] ?? ''

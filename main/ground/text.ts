import { z } from 'zod'

// Control characters, halves of characters, zero-width characters and everything that changes the direction of text could
// hide or reorder words.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u{115f}\u{1160}\u{3164}\u{ffa0}]/gu

/**
 * Returns server text that is safe to show: one line, nothing invisible, at most `max` characters, ending in … if it was cut.
 */
export function plainText(text: string, max: number): string {
  const clean = Array.from(
    text
      .replace(/[\t\n\r]+/g, ' ')
      .replace(invisible, '')
      .trim()
  )
  if (clean.join('').length <= max) return clean.join('')
  let cut = ''
  for (const character of clean) {
    if (cut.length + character.length > max - 1) break
    cut += character
  }
  return `${cut}…`
}

export const textOf = (max: number) => z.string().transform((text) => plainText(text, max))

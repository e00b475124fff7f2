/** Matches the placeholders that vitest fills in for each row, and the expressions of a template. */
const placeholder = /%[sdifjo#]|\$\{[^}]*\}|\$[\w.]+/
const firstArgument = /\(\s*(['"`])((?:\\.|(?!\1).)*)\1\s*,/gs

/** Returns true if a test file contains a test with this title. A row of a table matches the title of the table. */
export function namesTest(source: string, title: string): boolean {
  const written = Array.from(source.matchAll(firstArgument), ([, , text = '']) => text.replaceAll(/\\(.)/g, '$1'))
  return written.some((text) => {
    const parts = text.split(placeholder)
    if (parts.join('').trim().length < 8) return false
    return new RegExp(`(^| )${parts.map(literal).join('.*')}$`, 's').test(title)
  })
}

/** Returns a pattern for exactly this text. */
export const literal = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/g, '\\$&')

/** A place in a text. Both numbers count from 1. */
export interface Place {
  line: number
  column: number
}

/** Returns the line and the column of an offset as editors count them, with a tab as one column. */
export function placeIn(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 }
}

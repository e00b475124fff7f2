/** They stand around a value until its edges are looked at. Unicode reserves them for such use, so no text has them. */
const [begin, end] = ['\uFDD0', '\uFDD1']

/** Ideographs and punctuation of full width. */
const wide = '[\\p{scx=Han}\\u3000-\\u303F\\uFF01-\\uFF60]'
/** Punctuation of full width brings the room around it along. */
const mark = '[\\u3001-\\u3011\\uFF01-\\uFF0F\\uFF1A-\\uFF1F]'

const stray = new RegExp(
  [
    `(?<=${wide}${end}?) (?=${begin}${wide})`,
    `(?<=${wide}${end}) (?=${wide})`,
    ` (?=${begin}${mark})`,
    `(?<=${mark}${end}) `
  ].join('|'),
  'gu'
)

/**
 * Returns a Chinese text without the spaces that set off a value from the words beside it, where the value begins or ends
 * with a Chinese character. They are meant for Latin letters and digits. A space within the value stays.
 *
 * @param put returns the text with the values that it is given
 */
export function closeUp(
  values: Record<string, string | number>,
  put: (values: Record<string, string | number>) => string
): string {
  const marked = Object.entries(values).map(([name, value]) => [name, `${begin}${value}${end}`] as const)
  return put(Object.fromEntries(marked)).replace(stray, '').replaceAll(begin, '').replaceAll(end, '')
}

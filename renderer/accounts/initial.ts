/** The first character of `text` as a person would write it, not half of one, in capitals; empty where there is none. */
export function initialOf(text: string): string {
  const [first] = new Intl.Segmenter().segment(text)
  return first?.segment.toLocaleUpperCase() ?? ''
}

/** Markup that is safe to send, because every text in it was escaped. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = string | Html | Html[] | false | undefined

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function toMarkup(part: Part): string {
  if (part === false || part === undefined) return ''
  if (part instanceof Html) return part.markup
  if (Array.isArray(part)) return part.map(toMarkup).join('')
  return part.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** Tags a template of markup: escapes every string put into it, and leaves out parts that are false or undefined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, index) => text + toMarkup(parts[index])).join(''))
}

/** Wraps markup that another library made and escaped. */
html.trusted = (markup: string) => new Html(markup)

/** Markup that is safe to send: text that went into it was escaped. */
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

/** Tag for templates of markup: escapes every string put into it, and leaves out what is false or undefined. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  return new Html(strings.map((text, index) => text + toMarkup(parts[index])).join(''))
}

/** Markup another library made and escaped. */
html.trusted = (markup: string) => new Html(markup)

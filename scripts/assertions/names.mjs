import { importsIn, lineOf, lineOfText } from './wording.mjs'

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Knows the changed names: those of the map, with a reason, and those of imports, which it finds itself. */
export class Names {
  constructor({ titles = [], words = [] }, before, after) {
    this.titles = titles
    this.words = words.map((word) => ({ word, pattern: patternOf(word.before), to: lineOfText(word.after) }))
    this.used = new Set()
    this.earlier = namesIn(before)
    this.later = namesIn(after)
    this.forth = new Map()
    this.back = new Map()
    this.counts = new Map()
  }

  /** Returns the current title of a test of before. The map holds its own title, or that of a group around it. */
  titleOf(title) {
    const whole = this.titles.find(({ before }) => before === title)
    if (whole) return this.note(whole, whole.after)
    const parts = title.split(' > ').map((part) => {
      const renamed = this.titles.find(({ before }) => before === part)
      return renamed ? this.note(renamed, renamed.after) : part
    })
    return parts.join(' > ')
  }

  /** Returns a line with every changed word in its current form, so that lines of before and after are equal. */
  lineOf(tokens, unnamed = false) {
    return this.words.reduce(
      (line, { word, pattern, to }) => {
        const next = line.replace(pattern, () => to)
        return next === line ? line : this.note(word, next)
      },
      lineOf(tokens, unnamed)
    )
  }

  /** Returns true if two lines differ only in the names of imports, each of which stands for the same name in every line. */
  agree(before, after) {
    if (this.lineOf(before, true) !== this.lineOf(after, true)) return false
    const pairs = importsIn(before).map((name, index) => [name, importsIn(after)[index]])
    const fits = ([from, to]) => {
      if (from === to) return true
      const isNew = !this.earlier.has(to) && !this.later.has(from)
      return isNew && (this.forth.get(from) ?? to) === to && (this.back.get(to) ?? from) === from
    }
    if (!pairs.every(fits)) return false
    for (const [from, to] of pairs) {
      if (from === to) continue
      this.forth.set(from, to)
      this.back.set(to, from)
      this.counts.set(from, (this.counts.get(from) ?? 0) + 1)
    }
    return true
  }

  /** Returns the imports that changed their name, and in how many lines. */
  imports() {
    return [...this.counts].map(([before, count]) => ({ before, after: this.forth.get(before), count }))
  }

  note(entry, result) {
    this.used.add(entry)
    return result
  }
}

/** Returns a pattern for a changed word. The word may be code or a part of a text, and only whole words match. */
function patternOf(before) {
  const bounded = (text) =>
    `${/^\w/.test(text) ? '(?<![\\w$])' : ''}${escaped(text)}${/\w$/.test(text) ? '(?![\\w$])' : ''}`
  return new RegExp([...new Set([lineOfText(before), before])].map(bounded).join('|'), 'g')
}

const namesIn = (units) =>
  new Set(units.flatMap(({ assertions, rows }) => [...assertions, ...rows].flatMap((tokens) => importsIn(tokens))))

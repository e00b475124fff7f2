const comment = /\/\*[^]*?\*\//g
const declaration = /(--[\w-]+):\s*([^;}]+)/g

/** Returns the rules of a sheet in order: the preludes that lead to each, and the custom properties that it declares. */
export function rulesIn(css) {
  const rules = []
  const path = []
  for (const [, text, brace] of css.replace(comment, '').matchAll(/([^{}]*)([{}])/g)) {
    if (brace === '{') path.push(inOneLine(text))
    else {
      rules.push({ path: [...path], tokens: tokensIn(text) })
      path.pop()
    }
  }
  return rules
}

/** Returns the custom properties by name that the rule with exactly this path declares. */
export function tokensAt(css, ...path) {
  const found = rulesIn(css).find((rule) => rule.path.join('\n') === path.join('\n'))
  if (found === undefined) throw new Error(`There is no rule ${path.join(' ')}.`)
  return found.tokens
}

/** Returns the names of the custom properties that a sheet, or the style or markup of a component, gives a value. */
export const declaredIn = (text) =>
  [...text.replace(comment, '').matchAll(/(?<![\w-])(--[a-z][\w-]*)'?\s*:/g)].map(([, name]) => name)

/** Returns the names of the custom properties that a sheet or a component reads. */
export const usedIn = (text) => [...text.replace(comment, '').matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name)

const tokensIn = (text) =>
  Object.fromEntries([...text.matchAll(declaration)].map(([, name, value]) => [name, inOneLine(value)]))

const inOneLine = (text) => text.trim().replace(/\s+/g, ' ')

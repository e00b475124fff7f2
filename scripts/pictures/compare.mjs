/** Typefaces are drawn a little differently from one system to the next. */
export const tolerance = 2

const named = (screen, look) => {
  const [, theme, language, size] = /^(light|dark)-(en|zh-CN)-(.*)$/.exec(look) ?? [look, look, '', '']
  return `${screen}, ${theme}, ${language}, ${size}`
}

const shiftOf = (before, now) => [now[0] - before[0], now[1] - before[1]]
const isSmall = (length) => Math.abs(length) <= tolerance

/** Returns the box of the nearest element around this one that both layouts have, before and now. */
function around(element, before, now) {
  const end = element.lastIndexOf('/')
  if (end < 0) return undefined
  const outer = element.slice(0, end)
  return before[outer] && now[outer] ? [before[outer], now[outer]] : around(outer, before, now)
}

const words = (length, one, other) => (isSmall(length) ? [] : [`${Math.abs(length)} px ${length > 0 ? one : other}`])

/** Returns how an element changed, in words; undefined if it did not, or only moved along with what is around it. */
function changeOf(element, before, now) {
  const [was, is] = [before[element], now[element]]
  if (!was) return 'is new'
  if (!is) return 'is gone'
  const [right, down] = shiftOf(was, is)
  const outer = around(element, before, now)
  const [outerRight, outerDown] = outer ? shiftOf(...outer) : [0, 0]
  const follows = isSmall(right - outerRight) && isSmall(down - outerDown)
  const moved = follows ? [] : [...words(right, 'to the right', 'to the left'), ...words(down, 'down', 'up')]
  const grown = [...words(is[2] - was[2], 'wider', 'narrower'), ...words(is[3] - was[3], 'higher', 'lower')]
  const parts = []
  if (moved.length > 0) parts.push(`moved ${moved.join(' and ')}`)
  if (grown.length > 0) parts.push(`is ${grown.join(' and ')}`)
  return parts.length > 0 ? parts.join(' and ') : undefined
}

/** Returns the differences between two sets of layouts of one screen, each as a sentence. */
export function compare(screen, before, now) {
  if (!before) return [`${screen}: has no record yet`]
  const looks = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return looks.flatMap((look) => {
    const name = named(screen, look)
    if (!before[look]) return [`${name}: has no record yet`]
    if (!now[look]) return [`${name}: was not measured`]
    const [was, is] = [before[look].boxes, now[look].boxes]
    const elements = new Set([...Object.keys(was), ...Object.keys(is)])
    return [...elements].flatMap((element) => {
      const change = changeOf(element, was, is)
      return change === undefined ? [] : [`${name}: ${element} ${change}`]
    })
  })
}

/** Returns the words of a screen that cannot be read in full. They are a mistake, whatever the record says. */
export const cutWords = (screen, layouts) =>
  Object.entries(layouts).flatMap(([look, { cut }]) => cut.map((one) => `${named(screen, look)}: words of ${one}`))

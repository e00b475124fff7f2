import { Names } from './names.mjs'
import { lineOf } from './wording.mjs'

/**
 * Compares the units of before with those of after. Returns missing, changed or skipped ones as `differences`, and the
 * number of times that the name of an import changed as `renames`. `map` holds the intended changes of words and titles,
 * and `used` the entries of it that were needed.
 */
export function compareUnits(before, after, map) {
  const names = new Names(map, before, after)
  const partnerOf = pair(before, after, names)
  const differences = before.flatMap((unit) => {
    const partner = partnerOf.get(unit)
    return partner === undefined ? [missing(unit)] : differencesOf(unit, partner, names)
  })
  return { differences, renames: names.imports(), used: names.used }
}

/** Pairs units of the same title. Among several it pairs those that share most of their assertions. */
function pair(before, after, names) {
  const keyOf = (unit, title) => `${unit.kind} ${title}`
  const byKey = new Map()
  for (const other of after) {
    const key = keyOf(other, other.title)
    byKey.set(key, [...(byKey.get(key) ?? []), other])
  }
  const candidates = before.flatMap((unit) =>
    (byKey.get(keyOf(unit, names.titleOf(unit.title))) ?? []).map((other) => ({ unit, other }))
  )
  const scored = candidates.map((one) => ({ ...one, score: likeness(one.unit, one.other, names) }))
  const pairs = new Map()
  const taken = new Set()
  for (const { unit, other } of scored.sort((a, b) => b.score - a.score)) {
    if (pairs.has(unit) || taken.has(other)) continue
    pairs.set(unit, other)
    taken.add(other)
  }
  return pairs
}

const lastOf = (file) => file.split('/').at(-1)

function likeness(unit, other, names) {
  const { found } = match(unit.assertions, other.assertions, (tokens) => names.lineOf(tokens))
  return 2 * found + (lastOf(unit.file) === lastOf(other.file) ? 1 : 0)
}

const missing = ({ file, kind, title }) => ({
  file,
  test: title,
  text: kind === 'test' ? 'the test is gone' : 'no longer asserts'
})

function differencesOf(unit, partner, names) {
  const about = { file: partner.file, test: unit.title }
  const assertions = changes(unit.assertions, partner.assertions, names)
  const rows = changes(unit.rows, partner.rows, names)
  const { rest: conditions } = match(partner.conditions, unit.conditions, (tokens) => names.lineOf(tokens))
  return [
    ...assertions.map(({ line, now }) => ({ ...about, assertion: line, now, text: 'asserts no longer' })),
    ...rows.map(({ line, now }) => ({ ...about, assertion: line, now, text: 'is no longer tried with' })),
    ...conditions.map((tokens) => ({ ...about, assertion: lineOf(tokens), text: 'runs only under a new condition' }))
  ]
}

/** Returns the lines of before that have no equal after, each with the most similar new one. */
function changes(before, after, names) {
  const exact = match(before, after, (tokens) => names.lineOf(tokens))
  const { rest, others } = matchRenamed(exact, names)
  return rest.map((tokens) => {
    const line = lineOf(tokens)
    const now = others.map((one) => lineOf(one)).sort((a, b) => shared(line, b) - shared(line, a))[0]
    return { line, now }
  })
}

/** The remaining lines may differ in the name of an import, if that name stands for one thing everywhere. */
function matchRenamed({ rest, others }, names) {
  const left = [...others]
  const unmatched = rest.filter((tokens) => {
    const index = left.findIndex((other) => names.agree(tokens, other))
    if (index !== -1) left.splice(index, 1)
    return index === -1
  })
  return { rest: unmatched, others: left }
}

/** Removes equal lines from both lists, each as often as it is in both. */
function match(before, after, lineOfTokens) {
  const others = [...after]
  const lines = after.map(lineOfTokens)
  const rest = before.filter((tokens) => {
    const index = lines.indexOf(lineOfTokens(tokens))
    if (index !== -1) for (const list of [lines, others]) list.splice(index, 1)
    return index === -1
  })
  return { rest, others, found: before.length - rest.length }
}

/** Returns the number of characters that two lines share at their beginnings and ends. */
function shared(one, other) {
  const least = Math.min(one.length, other.length)
  let start = 0
  while (start < least && one[start] === other[start]) start++
  let end = 0
  while (end < least - start && one.at(-1 - end) === other.at(-1 - end)) end++
  return start + end
}

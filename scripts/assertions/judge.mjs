import { compareUnits } from './compare.mjs'
import { countFiles, countsIn, losses } from './counts.mjs'
import { unitsOf } from './units.mjs'

/**
 * Judges if the tests of `after` assert at least what those of `before` did. Both are lists of file names and texts.
 * Returns the report as lines, and the number of `unexplained` differences, for which no entry of `map` gives a reason. An
 * entry that explains nothing counts too, because it would excuse a later change unseen.
 */
export function judge(before, after, map) {
  const [old, now] = [before, after].map(unitsOfTree)
  const { differences, renames, used } = compareUnits(old, now, map)
  const found = [...differences, ...losses(...[before, after].map(countsOfTree)).map((count) => ({ count }))]
  const explained = map.explained ?? []
  const open = found.filter((difference) => {
    const reasons = explained.filter((entry) => explains(entry, difference))
    for (const entry of reasons) used.add(entry)
    return reasons.length === 0
  })
  const entries = Object.values(map).flat()
  const needed = entries.filter((entry) => used.has(entry))
  const idle = entries.filter((entry) => !used.has(entry))
  const unreasoned = entries.filter(({ reason }) => !/\w+ \w+/.test(reason ?? ''))
  return {
    unexplained: open.length + idle.length + unreasoned.length,
    lines: [
      ...open.map(inWords),
      ...idle.map((entry) => `The map explains what did not happen: ${JSON.stringify(entry)}`),
      ...unreasoned.map((entry) => `The map gives no reason: ${JSON.stringify(entry)}`),
      ...needed.map(entryInWords),
      ...renames.map((one) => `An import is called ${one.after} now, not ${one.before}: ${one.count} assertions`),
      `Before: ${sizeOf(old)}. Now: ${sizeOf(now)}.`,
      `Differences: ${found.length}, of which ${found.length - open.length} are explained.`
    ]
  }
}

const unitsOfTree = (files) =>
  unitsOf(files.filter(([file, text]) => /\.(ts|mjs)$/.test(file) && /\bexpect\b/.test(text)))
const countsOfTree = (files) => countsIn(files.filter(([file]) => countFiles.test(file)))

/** Returns true if the entry explains the difference. An entry without an assertion explains all of a test. */
const explains = (entry, { test, assertion, count }) =>
  count === undefined
    ? entry.test === test && (entry.assertion ?? assertion) === assertion
    : entry.count !== undefined && count.startsWith(`${entry.count}:`)

const entryInWords = ({ before, after, test, assertion, count, reason }) =>
  before === undefined
    ? `Explained "${[test ?? count, assertion].filter(Boolean).join(': ')}": ${reason}`
    : `Renamed "${before}" to "${after}": ${reason}`

function inWords({ count, file, test, text, assertion, now }) {
  if (count !== undefined) return `Tried less often: ${count}`
  const what = assertion === undefined ? '' : `: ${assertion}`
  return `${file}: "${test}" ${text}${what}${now === undefined ? '' : `\n    now perhaps: ${now}`}`
}

function sizeOf(units) {
  const tests = units.filter(({ kind }) => kind === 'test')
  const count = (key) => units.reduce((sum, unit) => sum + unit[key].length, 0)
  return `${tests.length} tests, ${count('assertions')} assertions, ${count('rows')} rows of tables`
}

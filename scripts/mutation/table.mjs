import { isAlive, percent, sum } from './judge.mjs'

const columns = {
  name: 'folder',
  mutants: 'mutants',
  killed: 'killed',
  survived: 'survived',
  timedOut: 'timed out',
  noCoverage: 'no coverage',
  equal: 'equal',
  score: 'score',
  seconds: 'seconds'
}

/** Returns the rows as lines of text, with a last line for all of them. */
export function tableOf(rows) {
  const cells = [columns, ...rows.map(cellsOf), totalOf(rows)].map((row) =>
    Object.keys(columns).map((key) => String(row[key]))
  )
  const widths = Object.keys(columns).map((_key, index) => Math.max(...cells.map((line) => line[index].length)))
  return cells.map((line) =>
    line.map((cell, index) => (index === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[index]))).join('  ')
  )
}

const cellsOf = (row) => ({ ...row, score: percent(row.score), seconds: Math.round(row.seconds) })

function totalOf(rows) {
  const total = Object.fromEntries(Object.keys(columns).map((key) => [key, sum(rows, key)]))
  const score = ((total.killed + total.timedOut) / (total.mutants - total.equal)) * 100
  return cellsOf({ ...total, name: 'all', score })
}

/** Returns a few lines of text for each mutant that no test noticed and that is not listed as equal. */
export function survivorLines(mutants, equal) {
  const ids = new Set(equal.map(({ id }) => id))
  return mutants
    .filter((mutant) => isAlive(mutant) && !ids.has(mutant.id))
    .flatMap(({ id, file, line, outcome, code, becomes }) => [
      `${id}  ${file}:${line}  ${outcome === 'survived' ? 'survived' : 'no coverage'}`,
      ...marked('-', code),
      ...marked('+', becomes)
    ])
}

const marked = (mark, text) => text.split('\n').map((line) => `  ${mark} ${line}`)

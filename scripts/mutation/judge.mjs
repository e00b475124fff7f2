/** The score in per cent that each folder has to reach. */
const leastScore = 90
/** The share of all mutants in per cent that may be listed as equal. */
const mostEqual = 3

/**
 * Judges the mutants of each folder by the list of those that change nothing. `whole` is true if all folders are among them.
 * Returns a row of the table for each folder, and the sentences that make the command fail.
 */
export function judge(results, equal, whole) {
  const ids = new Set(equal.map(({ id }) => id))
  const rows = results.map((result) => rowOf(result, ids))
  const low = rows
    .filter(({ score }) => score < leastScore)
    .map(({ name, score }) => `${name} scores ${percent(score)}: at least ${leastScore} % is asked for.`)
  return { rows, failures: [...low, ...staleEntries(results, equal), ...(whole ? tooManyEqual(rows) : [])] }
}

/** Returns true if no test noticed a mutant. */
export const isAlive = ({ outcome }) => outcome === 'survived' || outcome === 'noCoverage'

function rowOf({ name, seconds, mutants }, ids) {
  const equal = mutants.filter((mutant) => isAlive(mutant) && ids.has(mutant.id)).length
  const count = (outcome) =>
    mutants.filter((mutant) => mutant.outcome === outcome && !(isAlive(mutant) && ids.has(mutant.id))).length
  const [killed, survived, timedOut, noCoverage] = ['killed', 'survived', 'timedOut', 'noCoverage'].map(count)
  const judged = mutants.length - equal
  const score = judged === 0 ? 100 : ((killed + timedOut) / judged) * 100
  return { name, mutants: mutants.length, killed, survived, timedOut, noCoverage, equal, score, seconds }
}

function staleEntries(results, equal) {
  const mutants = results.flatMap((result) => result.mutants)
  const files = new Set(mutants.map(({ file }) => file))
  const alive = new Set(mutants.filter(isAlive).map(({ id }) => id))
  return equal
    .filter(({ id, file }) => files.has(file) && !alive.has(id))
    .map(({ id, file }) => `The entry ${id} (${file}) of equal.json names no mutant that survived.`)
}

function tooManyEqual(rows) {
  const equal = sum(rows, 'equal')
  const share = (equal / sum(rows, 'mutants')) * 100
  return share > mostEqual
    ? [`${equal} mutants are listed as equal, ${percent(share)}: at most ${mostEqual} % may be.`]
    : []
}

/** Rounds down, so that no score looks as if it were enough. */
export const percent = (share) => `${(Math.floor(share * 10) / 10).toFixed(1)} %`

export const sum = (rows, column) => rows.reduce((total, row) => total + row[column], 0)

import { createHash } from 'node:crypto'

/**
 * Returns the mutants of a report of Stryker. The id of one stays as long as its lines and the change are the same, wherever
 * they move in their file.
 */
export function mutantsOf(report) {
  return Object.entries(report.files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n')
    const seen = new Map()
    return mutants.toSorted(byPlace).map((mutant) => {
      const { start, end } = mutant.location
      const code = textBetween(lines, start, end)
      const place = lines.slice(start.line - 1, end.line).map((line) => line.trim())
      const becomes = mutant.replacement ?? ''
      const hash = hashOf(file, mutant.mutatorName, ...place, code, becomes)
      const before = seen.get(hash) ?? 0
      seen.set(hash, before + 1)
      const id = before === 0 ? hash : `${hash}.${before + 1}`
      return { id, file, line: start.line, outcome: outcomeOf(mutant), code, becomes }
    })
  })
}

/**
 * Returns a report without the mutants that survived while their module loaded. No test counts as reaching such a mutant, so
 * Stryker would never judge it again, even if a new test notices it.
 */
export function withoutStaleSurvivors(report) {
  const files = Object.entries(report.files).map(([file, judged]) => {
    const mutants = judged.mutants.filter(({ status, static: atLoading }) => !(atLoading && status === 'Survived'))
    return [file, { ...judged, mutants }]
  })
  return { ...report, files: Object.fromEntries(files) }
}

/** Vitest fails if an error happens outside a test, so a mutant that causes one is noticed as well. */
function outcomeOf({ status }) {
  const outcome = { Killed: 'killed', RuntimeError: 'killed', Survived: 'survived', Timeout: 'timedOut' }[status]
  if (outcome === undefined && status !== 'NoCoverage') throw new Error(`Stryker reports a mutant as ${status}`)
  return outcome ?? 'noCoverage'
}

const byPlace = ({ location: { start: a } }, { location: { start: b } }) => a.line - b.line || a.column - b.column

function textBetween(lines, start, end) {
  const cut = lines.slice(start.line - 1, end.line)
  cut[cut.length - 1] = cut.at(-1).slice(0, end.column - 1)
  cut[0] = cut[0].slice(start.column - 1)
  return cut.join('\n')
}

const hashOf = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10)

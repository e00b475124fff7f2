import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { line } from '../setup/step.mjs'
import { npm, runAndQuote } from './child.mjs'
import { failuresIn, quoted } from './failures.mjs'
import { root } from './machine.mjs'
import { countsIn, failuresOf, isGreen, sum } from './results.mjs'

export const reports = join(root, 'out/reports')
const totals = join(root, 'out/totals')

/** Returns the file in which a command leaves its counts for its caller. */
export const totalOf = (command) => join(totals, `${command.replace(':', '-')}.json`)

/** The end of the log repeats this many characters of the output of a stage whose report names no failure. */
const quotedLength = 8_000

/**
 * Runs one npm script, prints its start and its outcome, and resolves with its counts and failures. A stage has the name of
 * its `script`, its `args`, the `report` that its tool writes, and `read`, which turns the exit code and the report into
 * counts.
 */
export async function runStage({ script, args = [], report = '', read }) {
  console.log(`\n▸ ${script}`)
  const started = performance.now()
  const [command, npmArgs] = npm('run', '-s', script, '--', ...args)
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const { code, end } = await runAndQuote(command, npmArgs, { cwd: root, env, length: quotedLength })
  const result = await read(code)
  console.log(line(result.failed === 0 ? '✓' : '✗', script, started, countsIn(result)))
  if (result.failed === 0) return result
  const failures = report ? failuresIn(await readReport(report)) : []
  return { ...result, failures: failures.length > 0 ? failures : [quoted(script, end)] }
}

/** Prints the sum as the last line and stores it for the caller. Resolves with the exit code. */
export async function conclude(command, results) {
  const total = { ...sum(results), failures: failuresOf(results) }
  tellFailures(total)
  await mkdir(totals, { recursive: true })
  await writeFile(totalOf(command), JSON.stringify(total))
  if (!total.complete) console.error('Skipped end-to-end tests count as a failed run.')
  console.log(countsIn(total))
  return isGreen(total, process.env.CI === 'true') ? 0 : 1
}

/** Repeats the failures, so that the end of the log shows them. */
export function tellFailures({ failures }) {
  for (const failure of failures) console.log(`✗ ${failure}`)
}

/** Resolves with a tool's report, or with undefined if the tool did not write one. */
export async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

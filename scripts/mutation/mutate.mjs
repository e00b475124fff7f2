import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { patternsOf } from './folders.mjs'
import { mutantsOf, withoutStaleSurvivors } from './mutants.mjs'

/** Tests need nothing of these folders, and copying them takes time. */
const notCopied = ['out', 'test-results', 'bench', 'docs', 'e2e', 'packaging', 'renderer', 'torture']

const fileOf = (root, { name }, ending) => join(root, 'out/mutation', `${name.replaceAll('/', '-')}.${ending}`)

/**
 * Mutates one folder and keeps the report. Only what changed since the last report is judged again, unless `afresh` is true.
 */
export async function mutate(root, folder, { concurrency, afresh }) {
  const report = fileOf(root, folder, 'report.json')
  const patterns = patternsOf(folder)
  const before = performance.now()
  await mkdir(dirname(report), { recursive: true })
  if (afresh) await rm(report, { force: true })
  else await prepare(report)
  process.env.MUTATED_BY = JSON.stringify(patterns.tests)
  await new Stryker({
    mutate: patterns.mutate,
    testRunner: 'vitest',
    vitest: { configFile: 'scripts/mutation/vitest.config.mjs', related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    ignorePatterns: notCopied,
    // The ordinary run of vitest does not look into out/.
    tempDirName: 'out/mutation/copies',
    cleanTempDir: 'always',
    coverageAnalysis: 'perTest',
    // Vitest does not look at types, and the comments that would switch them off move every line.
    disableTypeChecks: false,
    incremental: true,
    incrementalFile: report,
    concurrency,
    // A mutant that hangs is ended by the limit of its test, which is cheaper than to end the process.
    timeoutMS: 30_000,
    // The five minutes that Stryker gives to the first run are too short on a computer that others use as well.
    dryRunTimeoutMinutes: 30,
    reporters: ['progress-append-only'],
    logLevel: 'warn'
  }).runMutationTest()
  await writeFile(fileOf(root, folder, 'seconds'), String((performance.now() - before) / 1000))
}

/** Readies the last report, if there is one, for the next run. */
async function prepare(report) {
  const text = await readFile(report, 'utf8').catch(ignoreMissing)
  if (text !== undefined) await writeFile(report, JSON.stringify(withoutStaleSurvivors(JSON.parse(text))))
}

/** Returns the outcome of the last run of a folder, or undefined if there is none. */
export async function lastResult(root, folder) {
  const [report, seconds] = await Promise.all([
    readFile(fileOf(root, folder, 'report.json'), 'utf8').catch(ignoreMissing),
    readFile(fileOf(root, folder, 'seconds'), 'utf8').catch(ignoreMissing)
  ])
  if (report === undefined || seconds === undefined) return undefined
  return { name: folder.name, seconds: Number(seconds), mutants: mutantsOf(JSON.parse(report)) }
}

function ignoreMissing(error) {
  if (error.code !== 'ENOENT') throw error
}

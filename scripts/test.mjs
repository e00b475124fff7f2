import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { npm, run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { checkResult, countsIn, isGreen, playwrightResult, rootResult, sum, vitestResult } from './run/results.mjs'
import { setup } from './setup/setup.mjs'
import { line } from './setup/step.mjs'
import { main } from './setup/stop.mjs'

const reports = join(root, 'out/reports')
const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')
const cableReport = join(reports, 'cable.json')

/** Each is an npm script; all run, so that a lint error does not hide a failing test. */
const build = { script: 'build', read: checkResult }
/** These keep one core busy each. */
const checks = [
  { script: 'lint', read: checkResult },
  { script: 'typecheck', read: checkResult }
]
const unit = {
  script: 'test:unit',
  args: ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  read: async (code) => vitestResult(code, await readReport(unitReport))
}
/** Waits most of its time for a network that is not there. */
const cable = {
  script: 'e2e:cable',
  args: ['--reporter=list,json'],
  report: cableReport,
  read: async (code) => rootResult(code, await readReport(cableReport))
}
const endToEnd = {
  script: 'e2e',
  args: ['--reporter=list,json'],
  report: e2eReport,
  read: async (code) => playwrightResult(code, await readReport(e2eReport))
}

await main(async () => {
  await setup('electron', 'testing')
  await rm(reports, { recursive: true, force: true })
  await mkdir(reports, { recursive: true })
  const results = [await report(build)]
  const beside = report(cable)
  results.push(...(await Promise.all(checks.map(report))))
  results.push(await report(unit), await beside, await report(endToEnd))
  const total = sum(results)
  if (!total.complete) console.error('Skipped end-to-end tests count as a failed run.')
  console.log(countsIn(total))
  return isGreen(total, process.env.CI === 'true') ? 0 : 1
})

/** Says what begins and how it ended. */
async function report(stage) {
  console.log(`\n▸ ${stage.script}`)
  const started = performance.now()
  const result = await runStage(stage)
  console.log(line(result.failed === 0 ? '✓' : '✗', stage.script, started, countsIn(result)))
  return result
}

async function runStage({ script, args = [], report: file = '', read }) {
  const [command, npmArgs] = npm('run', '-s', script, '--', ...args)
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: file }
  return read(await run(command, npmArgs, { cwd: root, env }))
}

/** A report as its tool wrote it, or undefined when the tool did not come that far. */
async function readReport(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { npm, run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { checkResult, playwrightResult, sum, vitestResult } from './run/results.mjs'
import { setup } from './setup/setup.mjs'
import { line } from './setup/step.mjs'
import { main } from './setup/stop.mjs'

const reports = join(root, 'out/reports')
const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')

/** Each is an npm script; all run, so that a lint error does not hide a failing test. The first two keep one core busy each. */
const checks = [
  { script: 'lint', read: checkResult },
  { script: 'typecheck', read: checkResult }
]
const stages = [
  {
    script: 'test:unit',
    args: ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
    read: async (code) => vitestResult(code, await readReport(unitReport))
  },
  { script: 'build', read: checkResult },
  {
    script: 'e2e',
    args: ['--reporter=list,json'],
    read: async (code) => playwrightResult(code, await readReport(e2eReport))
  }
]

await main(async () => {
  await setup('electron', 'testing')
  await rm(reports, { recursive: true, force: true })
  await mkdir(reports, { recursive: true })
  const results = await Promise.all(checks.map(report))
  for (const stage of stages) results.push(await report(stage))
  const { passed, failed, skipped, complete } = sum(results)
  if (!complete) console.error('Skipped end-to-end tests count as a failed run.')
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  return failed === 0 && complete ? 0 : 1
})

/** Says what begins and how it ended. */
async function report(stage) {
  console.log(`\n▸ ${stage.script}`)
  const started = performance.now()
  const result = await runStage(stage)
  const { passed, failed, skipped } = result
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`
  console.log(line(failed === 0 ? '✓' : '✗', stage.script, started, counts))
  return result
}

async function runStage({ script, args = [], read }) {
  const [command, npmArgs] = npm('run', '-s', script, '--', ...args)
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: e2eReport }
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

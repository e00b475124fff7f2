import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkResult, playwrightResult, rootResult, vitestResult } from './run/results.mjs'
import { conclude, readReport, reports, runStage } from './run/stages.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const unitReport = join(reports, 'unit.json')
const e2eReport = join(reports, 'e2e.json')
const cableReport = join(reports, 'cable.json')

/** Each stage is an npm script. All of them run, so that a lint error does not hide a failing test. */
const build = { script: 'build', read: checkResult }
/** These keep one core busy each. */
const checks = [
  { script: 'lint', read: checkResult },
  { script: 'typecheck', read: checkResult }
]
const unit = {
  script: 'test:unit',
  report: unitReport,
  args: ['--reporter=default', '--reporter=json', `--outputFile.json=${unitReport}`],
  read: async (code) => vitestResult(code, await readReport(unitReport))
}
/** This suite waits most of its time for a network that is unplugged. */
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
  const results = [await runStage(build)]
  const beside = runStage(cable)
  results.push(...(await Promise.all(checks.map(runStage))))
  results.push(await runStage(unit), await beside, await runStage(endToEnd))
  return conclude('test', results)
})

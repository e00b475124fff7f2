import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkResult, playwrightResult, rootResult } from './run/results.mjs'
import { conclude, readReport, reports, runStage } from './run/stages.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const pack = { script: 'package', read: checkResult }
const playwright = (script, read) => {
  const report = join(reports, `${script.replace(':', '-')}.json`)
  return { script, args: ['--reporter=list,json'], report, read: async (code) => read(code, await readReport(report)) }
}

/** Packages the app, runs the whole end-to-end suite on a copy of it, and runs the tests of the installed app. */
await main(async () => {
  await setup('electron', 'testing')
  await mkdir(reports, { recursive: true })
  const results = []
  for (const stage of [pack, playwright('e2e:copy', playwrightResult), playwright('e2e:installed', rootResult)]) {
    if (stage.report) await rm(stage.report, { force: true })
    results.push(await runStage(stage))
  }
  return conclude('e2e:packaged', results)
})

import { rm } from 'node:fs/promises'
import { npm, run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { countsIn, failuresOf, isGreen, sum, totalResult } from './run/results.mjs'
import { readReport, tellFailures, totalOf } from './run/stages.mjs'
import { main } from './setup/stop.mjs'

/** Runs every check that decides about a change, and ends with one line for both commands. */
await main(async () => {
  const results = []
  for (const command of ['test', 'e2e:packaged']) {
    await rm(totalOf(command), { force: true })
    const [file, args] = npm('run', '-s', command)
    results.push(totalResult(await run(file, args, { cwd: root }), await readReport(totalOf(command))))
  }
  const total = { ...sum(results), failures: failuresOf(results) }
  tellFailures(total)
  console.log(countsIn(total))
  return isGreen(total, process.env.CI === 'true') ? 0 : 1
})

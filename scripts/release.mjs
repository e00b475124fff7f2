import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { release } from './release/release.mjs'
import { npm, run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

await main(async () => {
  const { values, positionals } = parseArgs({ options: { 'dry-run': { type: 'boolean' } }, allowPositionals: true })
  if (positionals.length > 1) throw new Stop('Name one version: npm run release -- 1.2.3')
  await release({
    root,
    wanted: positionals[0],
    dryRun: values['dry-run'] === true,
    today: new Date().toISOString().slice(0, 10),
    checkRuntime,
    test: () => run(...npm('test'), { cwd: root }),
    say: console.log
  })
  return 0
})

/** Checks that a release was tested on the Electron with which it is packaged, never on the test runtime. */
async function checkRuntime() {
  const { electronVersion } = await setup('electron')
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  if (electronVersion === devDependencies.electron) return
  throw new Stop(
    `A release needs Electron ${devDependencies.electron}, and this computer could get ${electronVersion} only.`
  )
}

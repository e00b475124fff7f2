import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { run } from './run/child.mjs'
import { onLinux, onVirtualDisplay, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

/**
 * Measures this build, and with `--against FOLDER` the build of another checkout in the same run. With `--activity` it
 * measures the page of somebody with 100,000 sign-ins instead, which takes minutes.
 */
await main(async () => {
  const { against, activity } = parseArgs({
    options: { against: { type: 'string' }, activity: { type: 'boolean' } }
  }).values
  const other = against === undefined ? {} : { HOLDFAST_BENCH_AGAINST: buildIn(against) }
  const { electron } = await setup('electron', 'testing', 'build')
  const measuring = join(root, 'bench', activity ? 'activity.ts' : 'bench.ts')
  let command = [process.execPath, '--experimental-websocket', '--import', 'tsx', measuring]
  if (onLinux) command = onVirtualDisplay(join(root, 'scripts/run/with-keyring.sh'), ...command)
  return run(command[0], command.slice(1), {
    cwd: root,
    env: { ...process.env, HOLDFAST_ELECTRON: electron, ...other }
  })
})

function buildIn(folder) {
  const checkout = resolve(folder)
  if (!existsSync(join(checkout, 'out/main'))) {
    throw new Stop(`There is no build in ${folder}. Run "npm run build" in that checkout first.`)
  }
  return checkout
}

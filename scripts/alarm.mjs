import { join } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

/** Prints the record of the alarm. `-- --years 1000 --seed 7` runs other years. */
await main(async () => {
  await setup()
  return run(process.execPath, ['--import', 'tsx', join(root, 'bench/alarm/alarm.ts'), ...process.argv.slice(2)])
})

import { join } from 'node:path'
import { run } from './run/child.mjs'
import { findBrowser, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

/** Removes every guard of torture/guards in turn, in a copy of the tree. */
await main(async () => {
  const { electron, electronVersion } = await setup('electron', 'testing')
  const args = ['--import', 'tsx', join(root, 'torture/guards/run.ts'), ...process.argv.slice(2)]
  const env = {
    ...process.env,
    HOLDFAST_ELECTRON: electron,
    HOLDFAST_ELECTRON_VERSION: electronVersion,
    HOLDFAST_BROWSER: findBrowser()
  }
  return run(process.execPath, args, { cwd: root, env })
})

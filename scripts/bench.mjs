import { join } from 'node:path'
import { run } from './run/child.mjs'
import { onLinux, onVirtualDisplay, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  const { electron } = await setup('electron', 'testing', 'build')
  let command = [process.execPath, '--experimental-websocket', '--import', 'tsx', join(root, 'bench/bench.ts')]
  if (onLinux) command = onVirtualDisplay(join(root, 'scripts/run/with-keyring.sh'), ...command)
  return run(command[0], command.slice(1), { cwd: root, env: { ...process.env, HOLDFAST_ELECTRON: electron } })
})

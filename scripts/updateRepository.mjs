import { join } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { main } from './setup/stop.mjs'

/**
 * Signs the repository of updates. docs/UPDATES.md explains the commands. npm passes in INIT_CWD the folder in which they
 * were typed.
 */
await main(() => {
  const program = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'packaging/repository/cli.ts')]
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return run(process.execPath, [...program, ...process.argv.slice(2)], { cwd, stdio: 'inherit' })
})

import { run } from './run/child.mjs'
import { sandboxCommand } from './run/sandboxTenant.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  await setup()
  return run(...sandboxCommand(process.argv.slice(2)))
})

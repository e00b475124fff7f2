import { join } from 'node:path'
import { run } from './run/child.mjs'
import { findBrowser, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  const { electron, program } = await setup('electron', 'testing', 'tree')
  const playwright = join(root, 'node_modules/@playwright/test/cli.js')
  const args = [playwright, 'test', '-c', join(root, 'e2e/playwright.config.ts'), ...process.argv.slice(2)]
  const env = {
    ...process.env,
    HOLDFAST_ELECTRON: electron,
    HOLDFAST_SHIPPED: program,
    HOLDFAST_BROWSER: findBrowser()
  }
  return run(process.execPath, args, { cwd: root, env })
})

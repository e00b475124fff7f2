import { join } from 'node:path'
import { withCable } from './run/cable.mjs'
import { run } from './run/child.mjs'
import { findBrowser, root } from './run/machine.mjs'
import { notRunCode } from './run/results.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  const { electron } = await setup('electron', 'testing', 'build')
  const config = join(root, 'e2e/cable/playwright.config.ts')
  const playwright = [process.execPath, join(root, 'node_modules/@playwright/test/cli.js'), 'test', '-c', config]
  const options = process.argv.slice(2)
  return withCable(async (cable) => {
    const [command, ...args] = [...(cable?.command ?? []), ...playwright, ...options, ...(cable ? [] : ['--list'])]
    const env = { ...process.env, ...cable?.env, HOLDFAST_ELECTRON: electron, HOLDFAST_BROWSER: findBrowser() }
    const code = await run(command, args, { cwd: root, env })
    return cable || code !== 0 ? code : notRunCode
  })
})

import { join } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { withOrdinaryUser } from './run/ordinaryUser.mjs'
import { program, shippedTree } from './run/package.mjs'
import { runPlaywright } from './run/playwright.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const copy = join(root, 'out/test-copy')

/**
 * Runs the end-to-end suite as an ordinary user on a copy of the packaged app that differs from the shipped one in one
 * byte.
 */
await main(async () => {
  await setup('electron', 'testing')
  const make = [join(root, 'node_modules/tsx/dist/cli.mjs'), join(root, 'packaging/makeTestCopy.ts')]
  const made = await run(process.execPath, [...make, shippedTree, copy, program], { cwd: root })
  if (made !== 0) return made
  const env = { HOLDFAST_PACKAGED: join(copy, program), HOLDFAST_SHIPPED: join(shippedTree, program) }
  return withOrdinaryUser((user) =>
    runPlaywright(user, join(root, 'e2e/playwright.config.ts'), {
      options: process.argv.slice(2),
      results: 'copy',
      env
    })
  )
})

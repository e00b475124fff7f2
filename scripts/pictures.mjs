import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { compare, cutWords } from './pictures/compare.mjs'
import { measured, readRecord, writeRecord } from './pictures/records.mjs'
import { run } from './run/child.mjs'
import { findBrowser, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

const taken = join(root, 'out/pictures')
const kept = join(root, 'e2e/pictures/layout')

/**
 * Takes a picture of each screen by theme, language and size into out/pictures, and compares their layouts with the records
 * in e2e/pictures/layout. `--only methods-some,lock` takes these screens, `--accept` makes the measured layouts the
 * records.
 */
await main(async () => {
  const { values } = parseArgs({ options: { accept: { type: 'boolean' }, only: { type: 'string', default: '' } } })
  const { electron } = await setup('electron', 'testing', 'build')
  await rm(taken, { recursive: true, force: true })
  const playwright = join(root, 'node_modules/@playwright/test/cli.js')
  const args = [playwright, 'test', '-c', join(root, 'e2e/pictures/playwright.config.ts'), 'screens.spec']
  const env = { HOLDFAST_ELECTRON: electron, HOLDFAST_BROWSER: findBrowser(), HOLDFAST_SCREENS: values.only }
  const code = await run(process.execPath, args, { cwd: root, env: { ...process.env, ...env } })
  if (code !== 0) return code

  const screens = (await readdir(taken)).sort()
  const problems = []
  for (const screen of screens) {
    const layouts = await measured(taken, screen)
    problems.push(...cutWords(screen, layouts))
    if (values.accept) await writeRecord(kept, screen, layouts)
    else problems.push(...compare(screen, await readRecord(kept, screen), layouts))
  }
  for (const problem of problems) console.error(problem)
  console.log(
    `${screens.length} screens, ${problems.length} differences or cut words. The pictures are in out/pictures.`
  )
  return problems.length > 0 ? 1 : 0
})

import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { main } from './setup/stop.mjs'

/** Renews the pictures of the documents: those of a tour, and the current ones for the findings of the first users. */
await main(async () => {
  const code = await run(process.execPath, [join(root, 'scripts/start.mjs'), '--tour'], { cwd: root })
  if (code !== 0) return code
  const config = ['-c', join(root, 'e2e/pictures/playwright.config.ts'), '--workers=1', 'firstUsers']
  const taken = await run(process.execPath, [join(root, 'scripts/e2e.mjs'), ...config], { cwd: root })
  if (taken !== 0) return taken
  await mkdir(join(root, 'docs/images'), { recursive: true })
  for (const [picture, name] of [
    ['05-the-list.png', 'methods.png'],
    ['02-the-link-that-leads-to-the-browser.png', 'waiting.png']
  ]) {
    await copyFile(join(root, 'out/tour', picture), join(root, 'docs/images', name))
  }
  return 0
})

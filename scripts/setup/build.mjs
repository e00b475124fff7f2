import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { capture } from '../run/child.mjs'
import { explainFailure } from './explain.mjs'
import { hashOf, unlessStamped } from './stamp.mjs'

const sources =
  'contract locales main packaging/bill preload renderer package.json package-lock.json electron.vite.config.ts tsconfig.json'.split(
    ' '
  )
const stamp = 'out/.complete'

/** Returns electron-vite as command and first arguments. */
export const electronVite = (root, ...args) => [
  process.execPath,
  [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), ...args]
]

/** Builds the app into out/, unless it was built from exactly these sources. */
export async function buildApp(root, say) {
  await mkdir(join(root, 'out'), { recursive: true })
  return unlessStamped(join(root, stamp), await hashOf(root, ...sources), async () => {
    say('electron-vite build')
    const result = await capture(...electronVite(root, 'build'), { cwd: root })
    if (result.code !== 0) throw explainFailure('The app could not be built', result.output)
    return 'built'
  })
}

/** Makes the next run build again. Everything else that writes to out/ calls it. */
export const forgetBuild = (root) => rm(join(root, stamp), { force: true })

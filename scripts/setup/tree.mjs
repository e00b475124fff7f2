import { join } from 'node:path'
import { capture } from '../run/child.mjs'
import { explainFailure } from './explain.mjs'
import { hashOf, unlessStamped } from './stamp.mjs'

/** The sources of the tree, without the runtime. */
const sources = 'out/main out/preload out/renderer packaging package.json package-lock.json LICENSE NOTICE'.split(' ')
const output = 'out/tree'

/** Packages the app for the tests, unless it was packaged from exactly these files. Resolves with the path of its program. */
export async function packTree(root, { executable, version }, say) {
  const key = `${version} ${await hashOf(root, ...sources)}`
  const outcome = await unlessStamped(join(root, `${output}.complete`), key, async () => {
    say('electron-builder')
    const args = [
      join(root, 'node_modules/tsx/dist/cli.mjs'),
      join(root, 'packaging/package.ts'),
      '--dir',
      '--output',
      output
    ]
    const env = { ...process.env, HOLDFAST_ELECTRON: executable, HOLDFAST_ELECTRON_VERSION: version }
    const result = await capture(process.execPath, args, { cwd: root, env })
    if (result.code !== 0) throw explainFailure('The app could not be packaged', result.output)
    return 'packaged'
  })
  const folder = process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`
  return { outcome, program: join(root, output, folder, 'holdfast') }
}

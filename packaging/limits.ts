import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { listAsar } from './asar'
import { notOfElectron } from './builder'
import { strayPaths } from './contents'
import { sizeOf } from './linux/files'
import { Refusal } from './refusal'

const megabyte = 1_000_000
const largestAsar = 2 * megabyte
/** An installation may be at most this many bytes larger than the runtime alone. */
const largestAddition = 3 * megabyte

/**
 * Resolves with the size in bytes of a runtime as it ships with Holdfast: without other languages, and without the loader
 * of other apps.
 */
const sizeOfRuntime = (runtime: string, locales: readonly string[]): Promise<number> =>
  sizeOf(runtime, (path) => {
    if (path.startsWith('locales/')) return locales.includes(basename(path))
    return !notOfElectron.some((part) => path === part || path.startsWith(`${part}/`))
  })

/**
 * Checks that a tree holds what it should and is not too large.
 *
 * @throws Refusal with one sentence for the first broken limit
 */
export async function checkTree(tree: string, runtime: string): Promise<void> {
  const asar = join(tree, 'resources/app.asar')
  const stray = strayPaths(await listAsar(asar))
  if (stray.length > 0) throw new Refusal(`app.asar holds what the app does not run: ${stray.join(', ')}.`)
  const { size } = await stat(asar)
  if (size > largestAsar) throw new Refusal(`app.asar has ${size} bytes, and ${largestAsar} are allowed.`)
  const added = (await sizeOf(tree)) - (await sizeOfRuntime(runtime, await readdir(join(tree, 'locales'))))
  if (added > largestAddition) {
    throw new Refusal(`The app adds ${added} bytes to its runtime, and ${largestAddition} are allowed.`)
  }
}

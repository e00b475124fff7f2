import { constants } from 'node:fs'
import { cp, lstat, readdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { openInspector } from './fuses'

/**
 * Copies the shipped tree and opens the one fuse without which no test can drive it.
 *
 * @param program path of the file with the fuses inside the tree
 * @param halves number of copies of the fuses in that file: an app for macOS has one for each kind of processor
 * @throws if anything but one byte per copy differs, because then the tests would not run what is shipped
 */
export async function makeTestCopy(shipped: string, copy: string, program: string, halves = 1): Promise<void> {
  await rm(copy, { recursive: true, force: true })
  await cp(shipped, copy, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE })
  await openInspector(join(copy, program))
  const found = await differences(shipped, copy)
  if (found.length === 1 && found[0] === `${program}: ${inBytes(halves)}`) return
  throw new Error(`The copy for tests is not what is shipped: ${found.join(', ') || 'no byte differs'}`)
}

/** Resolves with the differences between two trees: one line per file, with the number of bytes if only bytes differ. */
export async function differences(left: string, right: string): Promise<string[]> {
  const [inLeft, inRight] = await Promise.all([pathsIn(left), pathsIn(right)])
  const single = [...inLeft, ...inRight]
    .filter((path) => inLeft.has(path) !== inRight.has(path))
    .map((path) => `${path}: only in one of them`)
  const both = [...inLeft].filter((path) => inRight.has(path))
  const compared = await Promise.all(both.map((path) => difference(path, join(left, path), join(right, path))))
  return [...single, ...compared.filter((line) => line !== undefined)].sort()
}

async function difference(path: string, left: string, right: string): Promise<string | undefined> {
  const [one, other] = await Promise.all([lstat(left), lstat(right)])
  if (one.mode !== other.mode) return `${path}: other permissions`
  if (!one.isFile()) return undefined
  if (one.size !== other.size) return `${path}: other size`
  const count = differingBytes(await readFile(left), await readFile(right))
  return count === 0 ? undefined : `${path}: ${inBytes(count)}`
}

const inBytes = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`

function differingBytes(left: Buffer, right: Buffer): number {
  if (left.equals(right)) return 0
  let count = 0
  for (let at = 0; at < left.length; at++) if (left[at] !== right[at]) count++
  return count
}

async function pathsIn(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Set(entries.map((entry) => relative(folder, join(entry.parentPath, entry.name))))
}

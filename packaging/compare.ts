import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { everythingIn } from './linux/files'

/** Resolves with a description of a file in a package: its type and permissions, its time, and its content. */
async function describeFile(path: string): Promise<string> {
  const { mode, mtimeMs } = await lstat(path)
  const kind = mode & 0o170000
  const content = async (): Promise<string | Buffer> => {
    if (kind === 0o040000) return ''
    return kind === 0o120000 ? readlink(path) : readFile(path)
  }
  const hash = createHash('sha256').update(await content())
  return [mode.toString(8), mtimeMs, hash.digest('hex')].join(' ')
}

async function describeFolder(folder: string): Promise<Map<string, string>> {
  const described = new Map<string, string>()
  for (const path of await everythingIn(folder)) described.set(relative(folder, path), await describeFile(path))
  return described
}

/** Resolves with the paths within two folders that differ, in order. */
export async function differingPaths(one: string, other: string): Promise<string[]> {
  const [first, second] = await Promise.all([describeFolder(one), describeFolder(other)])
  const paths = new Set([...first.keys(), ...second.keys()])
  return [...paths].filter((path) => first.get(path) !== second.get(path)).sort()
}

/** Resolves with true if two files hold the same bytes. */
const alike = async (one: string, other: string): Promise<boolean> =>
  (await readFile(one)).equals(await readFile(other))

export interface Comparison {
  what: string
  /** The differing paths. The list is empty if both are equal. */
  differences: string[]
}

/** Compares two outputs of packaging: the tree as a whole and by its parts, then each package. */
export async function comparePackages(one: string, other: string): Promise<Comparison[]> {
  const names = await readdir(one)
  const trees = names.filter((name) => name.endsWith('-unpacked'))
  const packages = names.filter((name) => /\.(tar\.gz|deb|rpm)$/.test(name)).sort()
  const parts = trees.flatMap((tree) => ['app.asar', 'bom.json'].map((part) => join(tree, 'resources', part)))
  if (trees.length === 0 || packages.length === 0) throw new Error(`${one} holds no packages to compare`)
  const compareFile = async (what: string): Promise<Comparison> => ({
    what,
    differences: (await alike(join(one, what), join(other, what))) ? [] : [what]
  })
  return [
    ...(await Promise.all(
      trees.map(async (what) => ({ what, differences: await differingPaths(join(one, what), join(other, what)) }))
    )),
    ...(await Promise.all([...parts, ...packages].map(compareFile)))
  ]
}

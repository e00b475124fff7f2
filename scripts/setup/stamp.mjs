import { createHash } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * Does the work unless the stamp file already holds `key`. The stamp is deleted before the work starts and written when it
 * is complete, so the result of an interrupted run is never trusted.
 */
export async function unlessStamped(stamp, key, work) {
  if ((await readOptional(stamp)) === key) return 'unchanged'
  await rm(stamp, { force: true })
  const outcome = await work()
  await writeFile(stamp, key)
  return outcome
}

async function readOptional(file) {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Resolves with one SHA-256 over the names and contents of these files, and of all files in these folders. */
export async function hashOf(root, ...entries) {
  const hash = createHash('sha256')
  const files = (await Promise.all(entries.map((entry) => filesIn(join(root, entry))))).flat().sort()
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(await readFile(file))
      .update('\0')
  return hash.digest('hex')
}

async function filesIn(entry) {
  try {
    const children = await readdir(entry, { withFileTypes: true, recursive: true })
    return children.filter((child) => child.isFile()).map((child) => join(child.parentPath ?? child.path, child.name))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [entry]
    throw error
  }
}

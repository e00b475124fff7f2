import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Stop } from '../setup/stop.mjs'
import { countFiles } from './counts.mjs'

const run = promisify(execFile)
/** Every module is read, because tests and the modules that only tests use hold assertions. */
const concerns = (file) => /\.(ts|mjs)$/.test(file) || countFiles.test(file)

/** Resolves with the files of a revision that matter to tests, as pairs of name and text. */
export async function filesAt(root, revision) {
  const commit = await git(root, 'rev-parse', '--verify', '--quiet', `${revision}^{commit}`).catch(() => undefined)
  if (commit === undefined) throw new Stop(`There is no revision ${revision} in this repository.`)
  const names = (await git(root, 'ls-tree', '-r', '-z', '--name-only', commit.trim())).split('\0').filter(concerns)
  return inTurns(names, async (file) => [file, await git(root, 'show', `${commit.trim()}:${file}`)])
}

/** Resolves with the same files of the working tree, including those that are not committed yet. */
export async function filesNow(root) {
  const listed = await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate')
  const deleted = new Set((await git(root, 'ls-files', '-z', '--deleted')).split('\0'))
  const names = listed.split('\0').filter((file) => concerns(file) && !deleted.has(file))
  return inTurns(names, async (file) => [file, await readFile(join(root, file), 'utf8')])
}

async function git(root, ...args) {
  const { stdout } = await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  return stdout
}

/** Reads a few files at a time, because one process per file would be too many. */
async function inTurns(names, read) {
  const files = []
  for (let start = 0; start < names.length; start += 16) {
    files.push(...(await Promise.all(names.slice(start, start + 16).map(read))))
  }
  return files
}

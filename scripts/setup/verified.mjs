import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Stop } from './stop.mjs'

/** Runs `work` in a temporary folder next to `target`, so that one rename can put the finished folder in place. */
export async function inWorkFolder(target, work) {
  const prefix = `${basename(target)}.partial-`
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true })
  }
  const folder = await mkdtemp(join(dirname(target), prefix))
  try {
    await chmod(folder, 0o755)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Throws a `Stop` unless the file has this hash. `what` names the file in the sentence. */
export async function checkHash(file, algorithm, encoding, expected, what) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  if (hash.digest(encoding) === expected) return
  throw new Stop(
    `${what} is not the file it should be (its ${algorithm} differs), so it was thrown away. Run the command again; if it stays so, someone may be tampering with it.`
  )
}

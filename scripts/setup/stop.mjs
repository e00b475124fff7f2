import { interrupted } from '../run/child.mjs'

/** An expected reason to stop: its message is one sentence for the person at the terminal, with what to do. */
export class Stop extends Error {}

/** Runs a command and sets the exit code: the one that it returns, or 1 with the one sentence of a `Stop`. */
export async function main(command) {
  try {
    process.exitCode = await command()
  } catch (error) {
    const sentence = interrupted() ? 'Stopped.' : explain(error)
    if (sentence === undefined) throw error
    console.error(sentence)
    process.exitCode = interrupted() ? 130 : 1
  }
}

/** Returns the sentence for an expected failure, or undefined for a bug. */
function explain(error) {
  if (error instanceof Stop) return error.message
  const where = error?.path ?? error?.dest
  const place = where === undefined ? '' : ` (${where})`
  if (error?.code === 'ENOSPC') return `The disk is full${place}. Free about 2 GB and run the command again.`
  if (error?.code === 'EACCES' || error?.code === 'EPERM' || error?.code === 'EROFS') {
    return `This account may not write here${place}. Change the owner of that folder, or set XDG_CACHE_HOME for the cache.`
  }
  return undefined
}

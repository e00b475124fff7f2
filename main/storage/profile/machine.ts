import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/**
 * Returns a name of this machine that does not reveal its id, or an empty string if the system has none. Linux asks programs
 * to keep `/etc/machine-id` to themselves. macOS and Windows give theirs only to another process, which a start has no time
 * for; their keychains do not leave the machine with a copied folder.
 */
export function machineName(path = '/etc/machine-id'): string {
  try {
    const id = readFileSync(path, 'utf8').trim()
    return id === '' ? '' : createHash('sha256').update(`Holdfast\n${id}`).digest('hex').slice(0, 32)
  } catch {
    return ''
  }
}

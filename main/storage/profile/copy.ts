import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountId } from '../../../contract/accounts'
import { memoryIn } from '../accountRecords'
import { leftToOriginal, marker, markerIn } from '../marker'
import { readStored } from '../storedFile'

/** Matches Chromium's own files that say which process runs on a folder. They were copied with it. */
const singleton = /^Singleton/
/** Matches the files that say which process may change a session. They too belong to the original. */
const lockFile = /\.lock(\.old)?$/

/**
 * Leaves what belongs to the original of a copied profile alone: its running process, and each account's session and memory,
 * which this folder must neither use nor end.
 *
 * @throws the file system's error
 */
export function leaveToOriginal(folder: string): void {
  removeFrom(folder, singleton)
  for (const account of foldersIn(join(folder, 'accounts'))) {
    removeFrom(account, lockFile)
    // The original's keychain holds the key, so here it would not open.
    rmSync(memoryIn(account), { recursive: true, force: true })
    const path = markerIn(account)
    const stored = readStored(path, marker)
    if (stored.state === 'unreadable') rmSync(path)
    if (stored.state === 'present' && stored.value.state !== 'signedOut') {
      writeFileSync(path, JSON.stringify(leftToOriginal(stored.value)), { mode: 0o600 })
    }
  }
}

function removeFrom(folder: string, name: RegExp): void {
  for (const found of readdirSync(folder)) if (name.test(found)) rmSync(join(folder, found), { force: true })
}

function foldersIn(home: string): string[] {
  try {
    return readdirSync(home)
      .filter((name) => accountId.safeParse(name).success)
      .map((name) => join(home, name))
  } catch {
    return []
  }
}

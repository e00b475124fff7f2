import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { look, startUpdates, type Updates } from '../../main/topics/updates/updates.testing'
import { type Attack, record, triesOf } from '../attack'

/** The previous release, with the repository as it was then, and the newest one. */
export const versions = { before: '1.1.0', newest: '1.2.0' }

/** The clients that ask, and the time of their clock. */
interface Askers {
  seen?: boolean
  fresh?: boolean
  now?: Date
}

export interface Stage extends Updates {
  /** The copies of the repository as it was with each of its releases. */
  old: string
  /** Resolves with a copy of the current repository, which an attacker may change. */
  copy: () => Promise<string>
  /**
   * Lets two clients ask the current server: one that has seen the newest release, and one that has seen nothing. Each has
   * to refuse, and afterwards to accept the publisher's files as if nothing had happened.
   */
  expectRefused: (code: string, options?: Askers) => Promise<void>
  /** Makes the server serve the publisher's files again. */
  restore: () => void
  later: (days: number) => Date
}

export async function openStage(): Promise<Stage> {
  const updates = await startUpdates()
  await updates.publish(versions.before)
  const old = join(updates.scratch, 'old')
  await cp(updates.folder, old, { recursive: true })
  await updates.publish(versions.newest)
  await look(updates.client({ name: 'seen' }))
  let copies = 0
  const restore = (): void => {
    updates.server.serve(updates.folder)
    updates.server.interfere(undefined)
  }
  return Object.assign(updates, {
    old,
    async copy() {
      const folder = join(updates.scratch, `copy-${++copies}`)
      await cp(updates.folder, folder, { recursive: true })
      return folder
    },
    async expectRefused(code: string, { fresh = true, seen = true, now = updates.now }: Askers = {}) {
      const names = [...(seen ? ['seen'] : []), ...(fresh ? [`fresh-${++copies}`] : [])]
      for (const name of names) {
        await expect(look(updates.client({ name, now: () => now })), name).rejects.toMatchObject({ code })
      }
      restore()
      for (const name of names) {
        await expect(look(updates.client({ name })), name).resolves.toMatchObject({ version: versions.newest })
      }
    },
    restore,
    later: (days: number) => new Date(updates.now.getTime() + days * 86_400_000)
  })
}

/** Tries each variant of an attack as often as its row says, and records whether all of them were held. */
export async function tryAll<T>(attack: Attack, ways: readonly T[], attempt: (way: T, index: number) => Promise<void>) {
  const tries = triesOf(attack)
  let held = false
  try {
    for (let index = 0; index < tries; index++) {
      const way = ways[index % ways.length]
      if (way !== undefined) await attempt(way, index)
    }
    held = tries >= ways.length
    expect(held, 'each way is tried').toBe(true)
  } finally {
    record(attack, tries, held)
  }
}

import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  currentId,
  ids,
  keychain,
  profile,
  revocations,
  type Started,
  two,
  useProfile,
  vaults
} from './accounts.testing'
import { forgetAll } from './forgetAll'

useProfile()

/** Resolves to an app with two people, and the order of the steps after their accounts. */
async function begin(): Promise<Started & { run: (agrees: boolean) => Promise<void>; done: string[] }> {
  const started = await two()
  const done: string[] = []
  const run = (agrees: boolean): Promise<void> =>
    forgetAll({
      accounts: started.accounts.handlers,
      confirm: () => Promise.resolve(agrees),
      forgetPin: () => Promise.resolve(void done.push('PIN')),
      leave: () => Promise.resolve(void done.push('left'))
    })
  return { ...started, run, done }
}
const stored = (): number => [...vaults.values()].reduce((sum, entries) => sum + entries.size, 0)

describe('forgetting everything', () => {
  it('signs every account out at its organisation and leaves nothing in keychain or profile', async () => {
    const { run, done, accounts } = await begin()
    const known = await ids(accounts)
    await run(true)
    expect(stored()).toBe(0)
    expect(revocations()).toBe(2)
    expect(done).toEqual(['PIN', 'left'])
    const left = await readdir(join(profile, 'accounts'))
    expect(known.filter((id) => left.includes(id))).toEqual([])
  })

  it('does nothing if the person keeps everything', async () => {
    const { run, done, accounts } = await begin()
    await run(false)
    expect(await ids(accounts)).toHaveLength(2)
    expect(revocations()).toBe(0)
    expect(done).toEqual([])
  })

  it('stops at a keychain that does not let go, keeps PIN and files, and goes on later', async () => {
    const { run, done, accounts } = await begin()
    keychain.locked = true
    await expect(run(true)).rejects.toMatchObject({ code: 'keychainLocked' })
    expect(done).toEqual([])
    expect(await currentId(accounts)).not.toBe('')
    keychain.locked = false
    await run(true)
    expect(stored()).toBe(0)
    expect(done).toEqual(['PIN', 'left'])
  })
})

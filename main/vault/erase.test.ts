import { expect, it } from 'vitest'
import { locked } from './locked.testing'
import { erase, ensureOpen } from './erase'
import { isRequest } from './keychainRequest'
import { inMemory } from './memory'
import type { Vault } from './vault'

/** Returns a vault over `entries` and what it is asked to store. It takes only what the keychain's worker takes. */
function watched(entries = new Map<string, string>()) {
  const stored: string[] = []
  const vault: Vault = {
    ...inMemory(entries),
    set(name, value) {
      if (!isRequest({ id: 1, verb: 'set', service: 'Holdfast', name, value }))
        return Promise.reject(new Error('refused'))
      stored.push(name)
      return inMemory(entries).set(name, value)
    }
  }
  return { vault, stored, entries }
}

/** Counts its calls, and finds something to delete in the first ones. */
function removal(finds: number) {
  const calls = { count: 0, remove: () => Promise.resolve(calls.count++ < finds) }
  return calls
}

it('finds out that a keychain is open by an entry that it takes, and leaves none behind', async () => {
  const { vault, stored, entries } = watched()
  await ensureOpen(vault)
  expect(stored).toHaveLength(1)
  expect([...entries.keys()]).toEqual([])
  await expect(ensureOpen(locked)).rejects.toMatchObject({ code: 'keychainLocked' })
})

it('deletes once and stores nothing if there was something to delete', async () => {
  const [{ vault, stored }, calls] = [watched(), removal(1)]
  await erase(vault, calls.remove)
  expect(stored).toEqual([])
  expect(calls.count).toBe(1)
})

it('deletes again where nothing was found, once the keychain is known to be open', async () => {
  const [{ vault, stored }, calls] = [watched(), removal(0)]
  await erase(vault, calls.remove)
  expect(stored).toHaveLength(1)
  expect(calls.count).toBe(2)
  await expect(erase(locked, calls.remove)).rejects.toMatchObject({ code: 'keychainLocked' })
  expect(calls.count).toBe(3)
})

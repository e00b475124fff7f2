import type { Vault } from './vault'

/** Returns a vault over a Map, for tests. */
export function inMemory(entries = new Map<string, string>()): Vault {
  return {
    get: (name) => Promise.resolve(entries.get(name) ?? null),
    set: (name, value) => {
      entries.set(name, value)
      return Promise.resolve()
    },
    delete: (name) => Promise.resolve(entries.delete(name))
  }
}

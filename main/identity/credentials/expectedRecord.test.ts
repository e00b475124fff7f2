import { describe, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import { inMemory } from '../../vault/memory'
import { writeRecord } from '../../vault/record'
import { unsealed } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'
import { anyTenant } from '../tokens.testing'
import { readExpected } from './expectedRecord'
import { recordOf } from './storedCredential'

const ada = recordOf({ sub: 'ada', refreshToken: 'rt', accessToken: 'at', accessTokenUsableUntil: 4e12 }, anyTenant)
const failing = (error: Error): Vault => ({
  get: () => Promise.reject(error),
  set: () => Promise.reject(error),
  delete: () => Promise.reject(error)
})

describe('a record that has to be there', () => {
  it('is read once the keychain has been opened for another entry', async () => {
    const entries = new Map<string, string>()
    await writeRecord(inMemory(entries), ada, 0, unsealed)
    const inside = inMemory(entries)
    let open = false
    const locked: Vault = {
      get: (name) => (open ? inside.get(name) : Promise.resolve(null)),
      set: (name, value) => {
        open = true
        return inside.set(name, value)
      },
      delete: (name) => inside.delete(name)
    }
    expect(await readExpected(locked, unsealed, true)).toMatchObject({ sub: 'ada', gen: 1 })
  })

  it('is missed where an open keychain holds none', async () => {
    await expect(readExpected(inMemory(new Map()), unsealed, true)).rejects.toMatchObject({ code: 'keychainEmptied' })
  })

  it.each(['keychainAbsent', 'keychainNoCollection'] as const)(
    'is not taken for absent because of %s',
    async (code) => {
      await expect(readExpected(failing(new AppError(code)), unsealed, true)).rejects.toMatchObject({ code })
    }
  )
})

describe('a record that may be there', () => {
  it('is none where none is found', async () => {
    expect(await readExpected(inMemory(new Map()), unsealed, false)).toBeNull()
  })

  it.each(['keychainAbsent', 'keychainNoCollection'] as const)('is none because of %s', async (code) => {
    expect(await readExpected(failing(new AppError(code)), unsealed, false)).toBeNull()
  })

  it.each([new AppError('keychainSilent'), new Error('bug')])('is not known after %s', async (error) => {
    await expect(readExpected(failing(error), unsealed, false)).rejects.toBe(error)
  })
})

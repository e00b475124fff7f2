import { describe, expect, it } from 'vitest'
import { decrypt, encrypt, keyBytes, overheadBytes } from './aesGcm'
import { createSealer, unsealed } from './sealing'

const key = Buffer.alloc(keyBytes, 7)
const otherKey = Buffer.alloc(keyBytes, 8)

describe('a sealed text', () => {
  it.each(['', 'x', 'a longer text, 也有中文'])('comes back as it was: %j', (text) => {
    const sealed = encrypt(key, 'context', Buffer.from(text))
    expect(sealed).toHaveLength(Buffer.byteLength(text) + overheadBytes)
    expect(decrypt(key, 'context', sealed)?.toString()).toBe(text)
  })

  it('opens neither by another key, nor in another context, nor after any change', () => {
    const sealed = encrypt(key, 'context', Buffer.from('text'))
    expect(decrypt(otherKey, 'context', sealed)).toBeUndefined()
    expect(decrypt(key, 'other', sealed)).toBeUndefined()
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed)
      changed[index] = (changed[index] ?? 0) ^ 1
      expect(decrypt(key, 'context', changed)).toBeUndefined()
    }
  })

  it('is refused like a changed one if it was cut, wherever', () => {
    const sealed = encrypt(key, 'context', Buffer.from('text'))
    for (let length = 0; length < sealed.length; length++)
      expect(decrypt(key, 'context', sealed.subarray(0, length))).toBeUndefined()
  })

  it('opens for its own account and entry only, and nobody is told more than that', () => {
    const sealed = createSealer(() => key, 'profile', 'account').seal('entry', 'text')
    expect(createSealer(() => key, 'profile', 'account').open('entry', sealed)).toBe('text')
    expect(createSealer(() => key, 'profile', 'account').open('other', sealed)).toBeUndefined()
    expect(createSealer(() => key, 'profile', 'other').open('entry', sealed)).toBeUndefined()
    expect(createSealer(() => otherKey, 'profile', 'account').open('entry', sealed)).toBeUndefined()
    expect(createSealer(() => key, 'profile', 'account').open('entry', 'no such thing')).toBeUndefined()
  })
})

it('seals and opens nothing where no PIN is set', async () => {
  await expect(unsealed.opener()).resolves.toBeUndefined()
  await expect(unsealed.sealer()).resolves.toBeUndefined()
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inMemory } from './memory'
import { deleteRecord, type NewRecord, readRecord, writeRecord } from './record'
import type { Vault } from './vault'

const session = (rt: string, at = 'access'): NewRecord => ({
  iss: 'https://id.example.com/oidc',
  client_id: 'app-1',
  sub: 'user-1',
  rt,
  at,
  at_exp: 1_000,
  saved_at: 500
})

/** Returns a vault like that of Windows: entries of at most 2,560 bytes, and the text cut at a NUL. */
function windowsLike(entries: Map<string, string>): Vault {
  const vault = inMemory(entries)
  return {
    ...vault,
    set: (name, value) => {
      if (Buffer.byteLength(value) > 2_560) return Promise.reject(new Error('The stub received bad data.'))
      return vault.set(name, value.split('\0')[0] ?? '')
    }
  }
}

/** Returns a vault whose process is killed after so many changes. */
function killedAfter(entries: Map<string, string>, changes: number): Vault {
  const vault = inMemory(entries)
  let left = changes
  const step = <T>(change: () => Promise<T>): Promise<T> =>
    left-- > 0 ? change() : Promise.reject(new Error('killed'))
  return {
    get: (name) => vault.get(name),
    set: (name, value) => step(() => vault.set(name, value)),
    delete: (name) => step(() => vault.delete(name))
  }
}

describe('the record', () => {
  it('comes back as it was written, under the next generation', async () => {
    const vault = inMemory()
    expect(await writeRecord(vault, session('one'))).toBe(1)
    expect(await writeRecord(vault, session('two'))).toBe(2)
    expect(await readRecord(vault)).toEqual({ v: 1, gen: 2, ...session('two') })
  })

  it('fits every keychain for tokens of any size and alphabet, and leaves no old entry behind', async () => {
    const tokenText = fc.string({ unit: 'binary', minLength: 1, maxLength: 2_500, size: 'max' })
    await fc.assert(
      fc.asyncProperty(tokenText, fc.string({ maxLength: 16_000, size: 'max' }), async (rt, at) => {
        const entries = new Map<string, string>()
        const vault = windowsLike(entries)
        await writeRecord(vault, session('x'.repeat(5_000)))
        await writeRecord(vault, session(rt, at))
        const read = await readRecord(vault)
        expect(read?.rt).toBe(rt)
        expect([at, '']).toContain(read?.at)
        for (const value of entries.values()) expect(value.length).toBeLessThanOrEqual(1_200)
        expect([...entries.keys()].filter((name) => name.startsWith('g1.'))).toEqual([])
      }),
      // The search for the shortest of such long texts that fails would take half an hour.
      { numRuns: 60, endOnFailure: true }
    )
  })

  it('drops the access token if both tokens are too long together, and refuses a refresh token that is too long alone', async () => {
    const vault = inMemory()
    await writeRecord(vault, session('short', 'a'.repeat(16_000)))
    expect(await readRecord(vault)).toMatchObject({ rt: 'short', at: '' })
    await expect(writeRecord(vault, session('r'.repeat(16_000)))).rejects.toMatchObject({ code: 'unexpectedAnswer' })
    expect(await readRecord(vault)).toMatchObject({ rt: 'short' })
  })

  it('is the old or the new one, whole, wherever a write was interrupted', async () => {
    const long = 'r'.repeat(3_000)
    for (let changes = 0; changes < 10; changes++) {
      const entries = new Map<string, string>()
      await writeRecord(inMemory(entries), session(`old-${long}`))
      await writeRecord(killedAfter(entries, changes), session('new')).catch(() => undefined)
      const read = await readRecord(inMemory(entries)).catch(() => undefined)
      expect(read?.rt).toBe(read?.gen === 2 ? 'new' : `old-${long}`)
      await writeRecord(inMemory(entries), session('next'))
      expect(await readRecord(inMemory(entries))).toMatchObject({ rt: 'next' })
    }
  })

  it('falls back to the previous generation while that still exists', async () => {
    const entries = new Map<string, string>()
    await writeRecord(inMemory(entries), session('old'))
    // The write is interrupted right after the head: there are new entries and a new head, and nothing is deleted yet.
    await writeRecord(killedAfter(entries, 2), session('new')).catch(() => undefined)
    entries.set('g2.0', 'damaged')
    expect(await readRecord(inMemory(entries))).toMatchObject({ gen: 1, rt: 'old' })
  })

  it.each([
    ['a head that is not ours', 'head', 'bm9uc2Vuc2U'],
    ['an empty entry', 'g1.0', ''],
    ['an entry of other content', 'g1.0', 'eyJ2IjoxfQ']
  ])('is reported as damaged with %s', async (_name, entry, value) => {
    const entries = new Map<string, string>()
    await writeRecord(inMemory(entries), session('one'))
    entries.set(entry, value)
    await expect(readRecord(inMemory(entries))).rejects.toMatchObject({ code: 'keychainDamaged' })
  })

  it('is reported as damaged when an entry is of the right form and length, but of another session', async () => {
    const [entries, others] = [new Map<string, string>(), new Map<string, string>()]
    await writeRecord(inMemory(entries), session('one'))
    await writeRecord(inMemory(others), session('two'))
    entries.set('g1.0', others.get('g1.0') ?? '')
    await expect(readRecord(inMemory(entries))).rejects.toMatchObject({ code: 'keychainDamaged' })
  })

  it('survives any change of a single entry without giving a mixture', async () => {
    const intact = new Map<string, string>()
    await writeRecord(inMemory(intact), session('r'.repeat(2_000)))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...intact.keys()), fc.string(), async (name, value) => {
        const outcome = await readRecord(inMemory(new Map(intact).set(name, value))).catch((error: unknown) => error)
        const whole = { v: 1, gen: 1, ...session('r'.repeat(2_000)) }
        if (outcome instanceof Error) expect(outcome).toHaveProperty('code', expect.stringMatching(/^keychain/))
        else expect(outcome).toEqual(whole)
      })
    )
  })

  it('is not accepted in the place of another generation', async () => {
    const entries = new Map<string, string>()
    await writeRecord(inMemory(entries), session('one'))
    const head: unknown = JSON.parse(Buffer.from(entries.get('head') ?? '', 'base64url').toString())
    entries.set('head', Buffer.from(JSON.stringify({ ...Object(head), gen: 2 })).toString('base64url'))
    entries.set('g2.0', entries.get('g1.0') ?? '')
    await expect(readRecord(inMemory(entries))).rejects.toMatchObject({ code: 'keychainDamaged' })
  })

  it('of a later version is neither read nor overwritten nor deleted', async () => {
    const entries = new Map([['head', Buffer.from('{"v":3}').toString('base64url')]])
    const vault = inMemory(entries)
    await expect(readRecord(vault)).rejects.toMatchObject({ code: 'keychainNewer' })
    await expect(writeRecord(vault, session('x'))).rejects.toMatchObject({ code: 'keychainNewer' })
    await expect(deleteRecord(vault)).rejects.toMatchObject({ code: 'keychainNewer' })
    expect(entries.size).toBe(1)
  })

  it('leaves nothing behind when deleted, even after writes that were cut off', async () => {
    for (let changes = 0; changes < 8; changes++) {
      const entries = new Map<string, string>()
      await writeRecord(inMemory(entries), session('r'.repeat(2_000)))
      await writeRecord(killedAfter(entries, changes), session('s'.repeat(3_000))).catch(() => undefined)
      expect(await deleteRecord(inMemory(entries), 1)).toBe(true)
      expect([...entries.keys()]).toEqual([])
    }
    expect(await deleteRecord(inMemory())).toBe(false)
  })
})

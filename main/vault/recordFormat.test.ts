import { createHash } from 'node:crypto'
import { describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../ground/errors'
import { inMemory } from './memory'
import { deleteRecord, type NewRecord, readRecord, recordEntries, writeRecord } from './record'
import { createSealer, type Sealing } from './sealing'
import type { Vault } from './vault'

const session: NewRecord = {
  iss: 'https://id.example.com/oidc',
  client_id: 'app-1',
  sub: 'user-1',
  rt: 'refresh',
  at: 'access',
  at_exp: 1_000,
  saved_at: 500
}
const whole = { v: 1, gen: 1, ...session }

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Returns entries as another program could have written them: the head fits the record, but for what `change` says. */
function entriesOf(record: unknown, change: object = {}): Map<string, string> {
  const text = encode(record)
  const sha256 = createHash('sha256').update(text).digest('base64url')
  const head = { v: 1, gen: 1, n: 1, len: text.length, sha256, previous: null, ...change }
  return new Map([
    ['g1.0', text],
    ['head', encode(head)]
  ])
}
const damaged = { code: 'keychainDamaged' }

describe('a record in the keychain', () => {
  it.each([
    ['as it is written', {}],
    ['with the generation of its refresh token', { rt_gen: 0 }],
    ['without an access token', { at: '', at_exp: 0 }]
  ])('is read %s', async (_how, change) => {
    expect(await readRecord(inMemory(entriesOf({ ...whole, ...change })))).toEqual({ ...whole, ...change })
  })

  it.each([
    ['nobody’s', { sub: '' }],
    ['without a refresh token', { rt: '' }],
    ['without an issuer', { iss: undefined }],
    ['of another version inside', { v: 2 }],
    ['of an unknown version inside', { v: 3 }],
    ['of another generation inside', { gen: 2 }],
    ['with a time that is none', { at_exp: 'soon' }],
    ['with a generation below zero', { rt_gen: -1 }]
  ])('is damaged if it is %s', async (_what, change) => {
    await expect(readRecord(inMemory(entriesOf({ ...whole, ...change })))).rejects.toMatchObject(damaged)
  })

  it.each([
    ['no version', { v: undefined }],
    ['a version that is no number', { v: '1' }],
    ['a generation below zero', { gen: -1 }],
    ['no entries', { n: 0 }],
    ['more entries than the longest record has', { n: 15 }],
    ['another length', { len: 4 }],
    ['no length', { len: 0 }],
    ['more characters than the longest record has', { len: 16_385 }],
    ['no checksum', { sha256: undefined }],
    ['nothing of the generation before', { previous: undefined }]
  ])('is damaged if its head tells %s', async (_what, change) => {
    await expect(readRecord(inMemory(entriesOf(whole, change)))).rejects.toMatchObject(damaged)
  })

  it('that is damaged tells what is wrong with its head as the cause', async () => {
    const read = (head: string) => readRecord(inMemory(new Map([['head', head]])))
    await expect(read('garbage')).rejects.toMatchObject({ ...damaged, cause: expect.any(SyntaxError) as unknown })
    await expect(read(encode({ v: 1 }))).rejects.toMatchObject({ ...damaged, cause: expect.any(z.ZodError) as unknown })
  })

  it('is read from the previous generation of a head that a version without sealing wrote', async () => {
    const { gen, n, len, sha256 } = headOf(entriesOf(whole))
    const entries = entriesOf(whole, { gen: 2, previous: { gen, n, len, sha256 } })
    expect(await readRecord(inMemory(entries))).toEqual(whole)
  })

  it('is read as if an entry behind its last one, which a longer write left, was not there', async () => {
    const entries = entriesOf(whole).set('g1.1', 'left behind')
    expect(await readRecord(inMemory(entries))).toEqual(whole)
  })

  it('opens as an earlier version sealed it', async () => {
    const sealer = createSealer(() => Buffer.alloc(32, 7), 'Holdfast/profile', '0123abcd')
    const entries = new Map([
      [
        'g1.0',
        'V8FG6u-KxmLENDYCF7ZlrwXV9tnXzwsZ8DSqIjNZDX4K6Ri9eEETKjE2z86Fw2dOJ9iquXbPiJU7rQoOt2DO-xsre39KajWEfjvhtYdQRX54yb2F' +
          'UMlaL6kLLfOnNWXs4_xIhThvn2eiavBcIuV4SSA3b2B-4iVZMc2FwsxHJUyHxf-9zEk1ubfuUnwznyOPmm5PFk19KJPqHlwxzPuCEnx_4Q'
      ],
      [
        'head',
        encode({ v: 2, gen: 1, n: 1, len: 218, sha256: '4EFmj3XvPoU08UplJvddaAFMJ-ZUCfTTzJ3tPjkXowM', previous: null })
      ]
    ])
    const opened = await readRecord(inMemory(entries), sealedBy(sealer))
    expect(opened).toEqual({ ...session, v: 2, gen: 1, at: '', at_exp: 0 })
  })

  it('opens if the keychain is unlocked only after the head was read', async () => {
    const sealer = createSealer(() => Buffer.alloc(32, 7), 'profile', 'account')
    const vault = inMemory()
    await writeRecord(vault, session, 0, sealedBy(sealer))
    const answers = [undefined, sealer]
    const sealing = { ...sealedBy(sealer), opener: () => Promise.resolve(answers.shift()) }
    expect(await readRecord(vault, sealing)).toMatchObject({ rt: 'refresh' })
  })

  it('that is readable asks once for what would open it', async () => {
    const opener = vi.fn(() => Promise.resolve(undefined))
    const sealing = { ...sealedBy(undefined), opener }
    expect(await readRecord(inMemory(entriesOf(whole)), sealing)).toEqual(whole)
    expect(opener).toHaveBeenCalledTimes(1)
  })
})

const sealedBy = (sealer: Awaited<ReturnType<Sealing['sealer']>>): Sealing => ({
  opener: () => Promise.resolve(sealer),
  sealer: () => Promise.resolve(sealer)
})

function headOf(entries: Map<string, string>): Record<string, unknown> {
  const head: unknown = JSON.parse(Buffer.from(entries.get('head') ?? '', 'base64url').toString())
  return Object(head) as Record<string, unknown>
}

describe('writing a record', () => {
  it('keeps the access token up to the longest record, and drops it with its time beyond that', async () => {
    const vault = inMemory()
    const at = 'a'.repeat(12_288 - JSON.stringify({ ...whole, at: '' }).length)
    await writeRecord(vault, { ...session, at })
    expect(await readRecord(vault)).toEqual({ ...whole, at })
    await writeRecord(vault, { ...session, at: `${at}a` })
    expect(await readRecord(vault)).toEqual({ ...whole, gen: 2, at: '', at_exp: 0 })
  })

  it('goes on after the generation that is known if the head is lost, and leaves nothing of it', async () => {
    const entries = new Map([
      ['g7.0', 'one'],
      ['g7.1', 'two'],
      ['head', 'garbage']
    ])
    expect(await writeRecord(inMemory(entries), session, 7)).toBe(8)
    expect([...entries.keys()].sort()).toEqual(['g8.0', 'head'])
  })

  it('takes the generation of the head if that is later than the one that is known', async () => {
    const vault = inMemory()
    for (const gen of [2, 3, 4]) expect(await writeRecord(vault, session, 1)).toBe(gen)
  })

  it('replaces nothing while the keychain does not say what it holds', async () => {
    const entries = entriesOf(whole)
    const shut = { ...inMemory(entries), get: () => Promise.reject(new AppError('keychainLocked')) }
    await expect(writeRecord(shut, session, 7)).rejects.toMatchObject({ code: 'keychainLocked' })
    await expect(deleteRecord(shut, 7)).rejects.toMatchObject({ code: 'keychainLocked' })
    expect(entries).toEqual(entriesOf(whole))
  })

  it('clears away what interrupted writes and deletions left, of its own generation and of those before', async () => {
    const entries = new Map<string, string>()
    const vault = inMemory(entries)
    await writeRecord(vault, session)
    const first = entries.get('g1.0') ?? ''
    await writeRecord(vault, session)
    entries.set('g1.0', first).set('g3.0', 'x').set('g3.1', 'x').set('g3.2', 'x')
    await writeRecord(vault, session)
    expect([...entries.keys()].sort()).toEqual(['g3.0', 'head'])
  })
})

it('asks the keychain neither to store an empty text nor to delete what is not there', async () => {
  const entries = new Map<string, string>()
  const vault = inMemory(entries)
  const asked: unknown[] = []
  const watched: Vault = {
    ...vault,
    set(name, value) {
      asked.push(value !== '')
      return vault.set(name, value)
    },
    async delete(name) {
      asked.push(await vault.delete(name))
      return true
    }
  }
  for (let times = 0; times < 3; times++) await writeRecord(watched, { ...session, at: 'a'.repeat(2_000) })
  expect(asked).toEqual(asked.map(() => true))
  expect(asked.length).toBeGreaterThan(9)
})

describe('the entries of a record', () => {
  it('are named from the previous generation to the newest, and the head is last', async () => {
    const previous = { v: 1, gen: 4, n: 2, len: 1, sha256: '' }
    const entries = entriesOf(whole, { gen: 5, previous })
    expect(await recordEntries(inMemory(entries))).toEqual({ gen: 5, names: ['g4.0', 'g4.1', 'g5.0', 'head'] })
  })

  it('are those of one generation if there is no other, and the head alone if nobody can read it', async () => {
    expect(await recordEntries(inMemory(entriesOf(whole)))).toEqual({ gen: 1, names: ['g1.0', 'head'] })
    for (const entries of [new Map<string, string>(), new Map([['head', 'garbage']])])
      expect(await recordEntries(inMemory(entries))).toEqual({ gen: 0, names: ['head'] })
  })

  it('are all deleted by the generation that is known, and by the one that was being written, if the head is lost', async () => {
    const names = ['g7.0', 'g7.1', 'g8.0']
    const entries = new Map(names.map((name) => [name, 'text']))
    expect(await deleteRecord(inMemory(entries), 7)).toBe(false)
    expect([...entries.keys()]).toEqual([])
  })

  it('are all deleted by the generation of the head, whatever generation is known', async () => {
    const entries = entriesOf(whole, { gen: 5 }).set('g5.0', 'text').set('g6.0', 'text')
    entries.delete('g1.0')
    expect(await deleteRecord(inMemory(entries))).toBe(true)
    expect([...entries.keys()]).toEqual([])
  })

  it('are all deleted, however many the longest record has, and none that it cannot have', async () => {
    const entries = new Map(Array.from({ length: 15 }, (_, index) => [`g7.${index}`, 'text']))
    await deleteRecord(inMemory(entries), 7)
    expect([...entries.keys()]).toEqual(['g7.14'])
  })
})

import { createHash, randomBytes } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import { seal, type SealedFile, sealedFile, unseal } from '../../vault/sealedFile'
import { createSnapshotStore } from './snapshotStore'

const account = { displayName: 'Ada Moreno', tenant: 'id.fernhill.example' }
const enrolled = [{ factorId: 'a', factorType: 'SMS', target: '+44 ••••• 0142' }]

let folder: string
let path: string
let entries: Map<string, string>
beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'snapshot.json')
  entries = new Map()
})

/** Returns the context that a file of this person is sealed for. */
const contextOf = (sub: string): string =>
  ['holdfast-snapshot/1', 'https://id.fernhill.example/oidc', createHash('sha256').update(sub).digest('hex')].join('\n')

/** Starts one run of the app. `person` may change in the middle of it. */
function start({
  person = 'ada',
  stored = true,
  fresh = false,
  issuer = 'https://id.fernhill.example/oidc',
  vault = inMemory(entries)
} = {}) {
  const run = { person, stored, logged: new Array<string>() }
  const store = createSnapshotStore({
    vault,
    path,
    issuer,
    sub: () => run.person || undefined,
    stored: () => run.stored,
    fresh: () => fresh,
    log: (event, { code = '' } = {}) => run.logged.push(`${event} ${code}`.trim()),
    now: () => 1_000
  })
  return { run, store }
}

const fileIn = (bytes: Buffer): SealedFile => sealedFile.parse(JSON.parse(bytes.toString()))

async function keptByAda(): Promise<Buffer> {
  const { store } = start({ fresh: true })
  store.keep('account', account)
  store.keep('enrolled', enrolled)
  await store.settled()
  return readFile(path)
}

describe('a snapshot', () => {
  it('is there at the next start, with the moment it was read', async () => {
    await keptByAda()
    expect(await start().store.read()).toEqual({
      account: { readAt: 1_000, value: account },
      enrolled: { readAt: 1_000, value: enrolled }
    })
  })

  it('keeps the parts that were not asked for again', async () => {
    await keptByAda()
    const { store } = start()
    store.keep('toEnroll', [])
    await store.settled()
    expect(Object.keys(await start().store.read()).sort()).toEqual(['account', 'enrolled', 'toEnroll'])
  })

  it('reveals nothing to somebody who has only the file, which only its owner can read', async () => {
    const file = (await keptByAda()).toString()
    // None of these can stand in Base64 by chance.
    for (const part of ['Ada Moreno', '• 0142', '"SMS"', 'fernhill.example']) expect(file).not.toContain(part)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  })

  it('has another initialization vector in every file', async () => {
    const first = await keptByAda()
    const second = await keptByAda()
    expect(fileIn(second).iv).not.toBe(fileIn(first).iv)
  })

  it('waits until the keychain holds the session', async () => {
    const { run, store } = start({ stored: false, fresh: true })
    store.keep('account', account)
    await store.settled()
    expect([entries.size, await stat(path).catch(() => 'absent')]).toEqual([0, 'absent'])
    run.stored = true
    store.sessionStored()
    await store.settled()
    expect(await start().store.read()).toHaveProperty('account')
  })
})

describe('what cannot be read', () => {
  it('is any file with one changed byte', async () => {
    const file = await keptByAda()
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = Buffer.from(file)
        bytes[at] = (bytes[at] ?? 0) ^ change
        await writeFile(path, bytes)
        expect(await start().store.read()).toEqual({})
      }),
      { numRuns: 150 }
    )
  }, 30_000)

  it.each([
    ['garbage', () => Buffer.from('garbage')],
    ['nothing at all', () => Buffer.alloc(0)],
    ['a file of a later version', (file: Buffer) => Buffer.from(file.toString().replace('"v":1', '"v":2'))],
    ['a file that is too long', (file: Buffer) => Buffer.concat([file, Buffer.alloc(600_000, ' ')])]
  ])('is %s, which is logged and overwritten by the next snapshot', async (_name, change) => {
    await writeFile(path, change(await keptByAda()))
    const { run, store } = start()
    expect(await store.read()).toEqual({})
    expect(run.logged).toEqual(['snapshot-unreadable notOurs'])
    store.keep('account', account)
    await store.settled()
    expect(await start().store.read()).toEqual({ account: { readAt: 1_000, value: account } })
  })

  it.each([
    ['another person', { person: 'ben' }],
    ['another tenant', { issuer: 'https://id.other.example/oidc' }]
  ])('is the file of %s', async (_name, other) => {
    await keptByAda()
    const { run, store } = start(other)
    expect([await store.read(), run.logged]).toEqual([{}, ['snapshot-unreadable notOpened']])
  })

  it.each(['', 'short', randomBytes(32).toString('base64url')])('is a file under the key "%s"', async (key) => {
    await keptByAda()
    entries.set('snapshotKey', key)
    expect(await start().store.read()).toEqual({})
  })

  it('is any file that is there while the session is not in the keychain', async () => {
    await keptByAda()
    expect(await start({ stored: false }).store.read()).toEqual({})
  })

  it('costs no other part if it is one part of an unknown shape', async () => {
    await keptByAda()
    const { store } = start()
    const key = Buffer.from(entries.get('snapshotKey') ?? '', 'base64url')
    const context = contextOf('ada')
    const file = fileIn(await readFile(path))
    const parts = z.record(z.string(), z.unknown()).parse(JSON.parse(unseal(key, context, file) ?? ''))
    const changed = { ...parts, enrolled: { readAt: 1, value: 'later' }, score: { readAt: 1, value: 7 } }
    await writeFile(path, JSON.stringify(seal(key, context, JSON.stringify(changed))))
    expect(await store.read()).toEqual({ account: { readAt: 1_000, value: account } })
  })
})

describe('forgetting', () => {
  it('leaves neither file nor key, and stops what was on its way', async () => {
    await keptByAda()
    const { run, store } = start()
    await store.read()
    store.keep('toEnroll', [])
    run.person = ''
    store.keep('account', account)
    await store.forget()
    await store.settled()
    expect([entries.size, await stat(path).catch(() => 'absent')]).toEqual([0, 'absent'])
  })

  it('looks for the key although the file is gone, and fails if the keychain does not let go of it', async () => {
    await keptByAda()
    const refused = new AppError('keychainSilent')
    await expect(
      start({ vault: { ...inMemory(entries), delete: () => Promise.reject(refused) } }).store.forget()
    ).rejects.toBe(refused)
    expect([entries.size, await stat(path).catch(() => 'absent')]).toEqual([1, 'absent'])
    await start().store.forget()
    expect(entries.size).toBe(0)
  })

  it('shows nothing of one person to the next in the same run', async () => {
    await keptByAda()
    const { run, store } = start()
    await store.read()
    run.person = 'ben'
    expect(await store.read()).toEqual({})
  })
})

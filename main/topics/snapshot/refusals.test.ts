import { randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import { seal, sealedFile, unseal } from '../../vault/sealedFile'
import { createSealer, type Sealing } from '../../vault/sealing'
import { snapshotTopic } from './handlers'
import { createSnapshotStore } from './snapshotStore'

const account = { displayName: 'Ada Moreno', tenant: 'id.fernhill.example' }
const kept = { account: { readAt: 1_000, value: account } }

let path: string
let entries: Map<string, string>
let logged: unknown[][]
beforeEach(async () => {
  path = join(await temporaryFolder(), 'snapshot.json')
  entries = new Map()
  logged = []
})

interface Options {
  sealing?: Sealing
  vault?: ReturnType<typeof inMemory>
  sub?: () => string | undefined
  stored?: () => boolean
}

/** Returns the store of one run of the app. */
const start = ({ sealing, vault = inMemory(entries), sub = () => 'ada', stored = () => true }: Options = {}) =>
  createSnapshotStore({
    vault,
    ...(sealing && { sealing }),
    path,
    issuer: 'https://id.fernhill.example/oidc',
    sub,
    stored,
    fresh: () => false,
    log: (event, fields, error) => logged.push([event, fields?.code, error]),
    now: () => 1_000
  })

async function keep(options?: Options): Promise<void> {
  const store = start(options)
  store.keep('account', account)
  await store.settled()
}

const isThere = (): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false
  )

describe('the topic', () => {
  it('reads from the store, and is settled when the store is', async () => {
    await keep()
    const store = start()
    const topic = snapshotTopic(store)
    expect(await topic.handlers['snapshot:read']()).toEqual(kept)
    store.keep('enrolled', [])
    await topic.settled?.()
    expect(await start().read()).toHaveProperty('enrolled')
  })
})

describe('a file that is absent', () => {
  it('is nothing to log', async () => {
    expect([await start().read(), logged]).toEqual([{}, []])
  })

  it('is as good as deleted', async () => {
    await start().forget()
    expect(logged).toEqual([])
  })
})

describe('what is too long for the file', () => {
  it('is not kept, and that is logged', async () => {
    const store = start()
    store.keep('account', { ...account, displayName: 'x'.repeat(400_000) })
    await store.settled()
    expect([await isThere(), logged]).toEqual([false, [['snapshot-not-kept', 'tooLong', undefined]]])
  })
})

describe('a failure', () => {
  const refused = new AppError('keychainSilent')

  it('of the keychain is logged, and nothing is read', async () => {
    await keep()
    const store = start({ vault: { ...inMemory(entries), get: () => Promise.reject(refused) } })
    expect([await store.read(), logged]).toEqual([{}, [['snapshot-unreadable', undefined, refused]]])
  })

  it('to store the key is logged, and no file is written', async () => {
    await keep({ vault: { ...inMemory(entries), set: () => Promise.reject(refused) } })
    expect([await isThere(), logged]).toEqual([false, [['snapshot-not-kept', undefined, refused]]])
  })

  it('to delete the file is logged, and its key is deleted all the same', async () => {
    await keep()
    path = join(path, '..')
    const store = start()
    await store.forget()
    expect(logged).toEqual([['snapshot-not-deleted', undefined, expect.any(Error)]])
    expect(entries.size).toBe(0)
  })
})

describe('the key', () => {
  const sealer = createSealer(() => dataKey, 'profile', 'account')
  const dataKey = randomBytes(32)
  const sealing: Sealing = { opener: () => Promise.resolve(sealer), sealer: () => Promise.resolve(sealer) }

  it('is sealed where a PIN is set, and opens the file for who has the data key', async () => {
    await keep({ sealing })
    expect(entries.get('snapshotKey')).toMatch(/^sealed:/)
    expect(await start({ sealing }).read()).toEqual(kept)
    expect([await start().read(), logged]).toEqual([{}, [['snapshot-unreadable', 'notOpened', undefined]]])
  })

  it('is the same when it is written anew, readable or sealed', async () => {
    await keep()
    const readable = entries.get('snapshotKey')
    await start({ sealing }).reseal()
    expect(entries.get('snapshotKey')).toMatch(/^sealed:/)
    expect(await start({ sealing }).read()).toEqual(kept)
    await start({ sealing: { ...sealing, sealer: () => Promise.resolve(undefined) } }).reseal()
    expect(entries.get('snapshotKey')).toBe(readable)
  })

  it('is not made by writing anew what is not there', async () => {
    await start().reseal()
    expect(entries.size).toBe(0)
  })
})

describe('the keychain is not asked', () => {
  const silent = { ...inMemory(), get: () => Promise.reject(new AppError('keychainSilent')) }

  it('for a snapshot of nobody', async () => {
    await keep()
    expect([await start({ vault: silent, sub: () => undefined }).read(), logged]).toEqual([{}, []])
  })

  it('for a snapshot where nothing has changed, or the session is not in it', async () => {
    await keep()
    const store = start({ vault: silent })
    store.sessionStored()
    await store.settled()
    const waiting = start({ vault: silent, stored: () => false })
    waiting.keep('enrolled', [])
    await waiting.settled()
    expect(logged).toEqual([])
  })
})

describe('nothing is written', () => {
  it('for a person who signs out before it is their turn', async () => {
    let person: string | undefined = 'ada'
    const store = start({ sub: () => person })
    store.keep('account', account)
    person = undefined
    await store.settled()
    expect([await isThere(), entries.size]).toEqual([false, 0])
  })

  it('for nobody', async () => {
    const store = start({ sub: () => undefined })
    store.keep('account', account)
    store.sessionStored()
    await store.settled()
    expect([await isThere(), entries.size]).toEqual([false, 0])
  })

  it('when the keychain has let go of the session meanwhile', async () => {
    let isStored = true
    const store = start({ stored: () => isStored })
    store.keep('account', account)
    isStored = false
    await store.settled()
    expect(await isThere()).toBe(false)
  })

  it('a second time where nothing has changed', async () => {
    const store = start()
    store.keep('account', account)
    await store.settled()
    const before = await readFile(path)
    store.sessionStored()
    await store.settled()
    expect(await readFile(path)).toEqual(before)
  })
})

it('gives nothing to the person who comes while the file of another is read', async () => {
  await keep()
  let person = 'ada'
  const memory = inMemory(entries)
  const vault = {
    ...memory,
    get: (name: string) => {
      person = 'ben'
      store.sessionStored()
      return memory.get(name)
    }
  }
  const store = start({ vault, sub: () => person })
  expect([await store.read(), logged]).toEqual([{}, []])
})

describe('a sealed file', () => {
  const key = randomBytes(32)
  const file = seal(key, 'context', 'text')

  it('does not open if its bytes are split at another place', () => {
    const bytes = Buffer.concat([Buffer.from(file.iv, 'base64url'), Buffer.from(file.sealed, 'base64url')])
    for (const at of [11, 13]) {
      const [iv, sealed] = [bytes.subarray(0, at), bytes.subarray(at)].map((part) => part.toString('base64url'))
      expect(unseal(key, 'context', { v: 1, iv: iv ?? '', sealed: sealed ?? '' })).toBeUndefined()
    }
    expect(unseal(key, 'context', file)).toBe('text')
  })

  it('counts only as it was written, although Node reads other texts as the same bytes', () => {
    expect(sealedFile.safeParse(file).success).toBe(true)
    expect(sealedFile.safeParse({ ...file, iv: `${file.iv}=` }).success).toBe(false)
  })
})

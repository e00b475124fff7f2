import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { emptyMarker, type Marker } from '../../storage/marker'
import { anyTenant } from '../tokens.testing'
import { createSessionMarker } from './sessionMarker'
import { hashOfSub } from './subHash'

let path: string
beforeEach(async () => {
  path = join(await temporaryFolder(), 'session.json')
})

const start = () => createSessionMarker(path, anyTenant, () => undefined)
const inFile = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))
const stored: Marker = { ...emptyMarker(anyTenant), state: 'stored', gen: 3, subHash: 'someone' }

/** Writes the file as another process would, and returns a marker that has read it. */
async function reading(facts: Partial<Marker>) {
  await writeFile(path, JSON.stringify({ ...stored, ...facts }))
  const marker = start()
  marker.read()
  return marker
}

describe('a marker that is read', () => {
  it('is taken over with all that it says', async () => {
    const marker = await reading({ vouched: true })
    expect([marker.known(), marker.expected()]).toEqual([{ ...stored, vouched: true }, 'session'])
  })

  it('of another tenant leaves what is known, and a remainder to be cleared', async () => {
    const marker = await reading({ issuer: 'https://other.example/oidc' })
    expect([marker.known(), marker.expected()]).toEqual([emptyMarker(anyTenant), 'remainder'])
  })
})

describe('a record in the keychain', () => {
  it('tells that a session has to be there, and whose', async () => {
    const marker = await reading({ state: 'storing' })
    marker.agreeWith({ gen: 4, sub: 'ada' })
    expect(marker.expected()).toBe('session')
    expect(marker.known()).toEqual({ ...stored, gen: 4, subHash: hashOfSub('ada') })
  })

  it('of a newer generation changes nothing but the generation', async () => {
    const marker = await reading({})
    marker.advanceTo(7)
    expect(marker.known()).toEqual({ ...stored, gen: 7 })
  })
})

describe('a session that the tenant vouched for', () => {
  it('is noted in the file, and a refresh that is under way stays noted', async () => {
    const refreshPending = { gen: 3, at: 1 }
    const marker = await reading({ refreshPending })
    await marker.vouched(true)
    expect(await inFile()).toEqual({ ...stored, refreshPending, vouched: true })
  })

  it('is noted in memory only while another process may be writing the file', async () => {
    const marker = await reading({})
    await marker.vouched(false)
    expect([marker.known().vouched, await inFile()]).toEqual([true, stored])
  })

  it.each<[string, object]>([
    ['was renewed by another process', { ...stored, gen: 4 }],
    ['was ended by another process', { ...stored, state: 'signedOut' }],
    ['has no readable file any more', { v: 9 }]
  ])('is noted in memory only if it %s', async (_how, file) => {
    const marker = await reading({})
    await writeFile(path, JSON.stringify(file))
    await marker.vouched(true)
    expect([marker.known().vouched, await inFile()]).toEqual([true, file])
  })

  it.each(['storing', 'signedOut', 'toBeCleared'] as const)('cannot be one that is %s', async (state) => {
    const marker = await reading({ state })
    await marker.vouched(true)
    expect([marker.known().vouched, await inFile()]).toEqual([undefined, { ...stored, state }])
  })
})

describe('a session that another process has ended', () => {
  it.each([
    ['stored', false],
    ['signedOut', true],
    ['toBeCleared', true]
  ] as const)('is told by a file that says %s: %s', async (state, ended) => {
    expect((await reading({ state })).isEndedElsewhere()).toBe(ended)
  })

  it('is not told by a file that is missing', () => {
    expect(start().isEndedElsewhere()).toBe(false)
  })
})

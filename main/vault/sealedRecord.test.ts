import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { inMemory } from './memory'
import { type NewRecord, readRecord, writeRecord } from './record'
import { createSealer, type Sealing, unsealed } from './sealing'

const session: NewRecord = {
  iss: 'https://id.example.com/oidc',
  client_id: 'app-1',
  sub: 'user-1',
  rt: 'refresh-token-of-ada',
  at: 'access-token-of-ada',
  at_exp: 1_000,
  saved_at: 500
}
const dataKey = randomBytes(32)

function sealedBy(key: Buffer | undefined, profile = 'profile', account = 'account'): Sealing {
  const sealer = createSealer(() => key, profile, account)
  return { opener: () => Promise.resolve(sealer), sealer: () => Promise.resolve(sealer) }
}

async function stored(): Promise<Map<string, string>> {
  const entries = new Map<string, string>()
  await writeRecord(inMemory(entries), session, 0, sealedBy(dataKey))
  return entries
}

describe('a sealed record', () => {
  it('comes back as it was, and shows no token, name or tenant to whoever reads the keychain', async () => {
    const entries = await stored()
    expect(await readRecord(inMemory(entries), sealedBy(dataKey))).toEqual({ v: 2, gen: 1, ...session })
    const shown = [...entries.values()].map((text) => text + Buffer.from(text, 'base64url').toString('latin1')).join()
    for (const secret of [session.rt, session.at, session.sub, session.iss]) expect(shown).not.toContain(secret)
  })

  it.each([
    ['without a key', unsealed],
    ['by another key', sealedBy(randomBytes(32))],
    ['for another account', sealedBy(dataKey, 'profile', 'other')],
    ['for another profile', sealedBy(dataKey, 'other')]
  ])('does not open %s', async (_how, sealing) => {
    await expect(readRecord(inMemory(await stored()), sealing)).rejects.toEqual(new AppError('keychainDamaged'))
  })

  it('does not open in the place of another generation', async () => {
    const entries = await stored()
    const head: unknown = JSON.parse(Buffer.from(entries.get('head') ?? '', 'base64url').toString())
    entries.set('head', Buffer.from(JSON.stringify({ ...Object(head), gen: 2 })).toString('base64url'))
    entries.set('g2.0', entries.get('g1.0') ?? '')
    await expect(readRecord(inMemory(entries), sealedBy(dataKey))).rejects.toEqual(new AppError('keychainDamaged'))
  })

  it('has different bytes each time', async () => {
    expect((await stored()).get('g1.0')).not.toBe((await stored()).get('g1.0'))
  })

  it('replaces a readable one completely, and is replaced by one in turn', async () => {
    const entries = new Map<string, string>()
    const vault = inMemory(entries)
    await writeRecord(vault, session)
    await writeRecord(vault, session, 0, sealedBy(dataKey))
    expect([...entries.keys()].sort()).toEqual(['g2.0', 'head'])
    expect(await readRecord(vault, sealedBy(dataKey))).toMatchObject({ v: 2, rt: session.rt })
    await writeRecord(vault, session)
    expect(await readRecord(vault)).toMatchObject({ v: 1, rt: session.rt })
  })

  it('is not written once the key is gone, and the previous record stays', async () => {
    const entries = await stored()
    const write = writeRecord(inMemory(entries), { ...session, rt: 'next' }, 0, sealedBy(undefined))
    await expect(write).rejects.toEqual(new AppError('locked'))
    expect(await readRecord(inMemory(entries), sealedBy(dataKey))).toMatchObject({ rt: session.rt })
  })
})

import { describe, expect, it } from 'vitest'
import { locked } from './locked.testing'
import { inMemory } from './memory'
import { movedFrom } from './moved'
import { type NewRecord, readRecord, writeRecord } from './record'
import type { Vault } from './vault'

const session = (rt: string): NewRecord => ({
  iss: 'https://id.example.com/oidc',
  client_id: 'app-1',
  sub: 'user-1',
  rt,
  at: 'access',
  at_exp: 1_000,
  saved_at: 500
})
const long = 'r'.repeat(3_000)

/** Resolves to the entries of an earlier version: a session, an older one that is still there, and the key of the lists. */
async function formerEntries(): Promise<Map<string, string>> {
  const entries = new Map<string, string>()
  await writeRecord(inMemory(entries), session(`first-${long}`))
  const before = new Map(entries)
  await writeRecord(inMemory(entries), session(long))
  for (const [name, value] of before) if (name !== 'head') entries.set(name, value)
  return entries.set('snapshotKey', 'key')
}

/** Counts the changes of several vaults together, and simulates a kill after so many. */
function killedAfter(changes: number) {
  let left = changes
  const step = <T>(change: () => Promise<T>): Promise<T> =>
    left-- > 0 ? change() : Promise.reject(new Error('killed'))
  return {
    step,
    over: (entries: Map<string, string>): Vault => {
      const vault = inMemory(entries)
      return {
        get: (name) => vault.get(name),
        set: (name, value) => step(() => vault.set(name, value)),
        delete: (name) => step(() => vault.delete(name))
      }
    }
  }
}

const done = (): Promise<void> => Promise.resolve()

/** Counts how often the move was noted as complete. */
function counted() {
  const note = { moved: 0, noteMoved: () => Promise.resolve() }
  note.noteMoved = () => {
    note.moved++
    return done()
  }
  return note
}

describe('a vault that takes over the entries of another one', () => {
  it('holds the whole session under its old generation, and nothing is left behind', async () => {
    const [former, current] = [await formerEntries(), new Map<string, string>()]
    const note = counted()
    const vault = movedFrom(inMemory(former), inMemory(current), note.noteMoved)
    expect(await readRecord(vault)).toEqual({ v: 1, gen: 2, ...session(long) })
    expect(await vault.get('snapshotKey')).toBe('key')
    expect([...former.keys()]).toEqual([])
    expect(note.moved).toBe(1)
  })

  it('loses no session and leaves no entry behind, whichever change the process is killed after', async () => {
    let killed = 0
    for (let changes = 0; ; changes++) {
      const [former, current] = [await formerEntries(), new Map<string, string>()]
      const note = counted()
      const life = killedAfter(changes)
      const cutOff = movedFrom(life.over(former), life.over(current), () => life.step(note.noteMoved))
      await readRecord(cutOff).catch(() => killed++)
      const vault = note.moved > 0 ? inMemory(current) : movedFrom(inMemory(former), inMemory(current), note.noteMoved)
      expect((await readRecord(vault))?.rt).toBe(long)
      expect(await vault.get('snapshotKey')).toBe('key')
      expect([...former.keys()]).toEqual([])
      if (killed <= changes) break
    }
    expect(killed).toBeGreaterThan(12)
  })

  it('is not taken for empty while the keyring is locked, nor once its password prompt has opened it', async () => {
    const [former, current] = [await formerEntries(), new Map<string, string>()]
    const shut = movedFrom(locked, inMemory(current), done)
    await expect(shut.get('head')).rejects.toMatchObject({ code: 'keychainLocked' })
    let open = false
    const asking: Vault = {
      get: (name) => (open ? inMemory(former) : locked).get(name),
      set: (name, value) => {
        open = true
        return inMemory(former).set(name, value)
      },
      delete: (name) => (open ? inMemory(former) : locked).delete(name)
    }
    expect((await readRecord(movedFrom(asking, inMemory(current), done)))?.rt).toBe(long)
    expect([...former.keys()]).toEqual([])
  })

  it('tries again after a keychain that failed, and moves once for several calls', async () => {
    const [former, current] = [await formerEntries(), new Map<string, string>()]
    let failing = true
    const note = counted()
    const vault = movedFrom(
      { ...inMemory(former), get: (name) => (failing ? locked.set(name, '') : inMemory(former).get(name)) } as Vault,
      inMemory(current),
      note.noteMoved
    )
    await expect(vault.get('head')).rejects.toMatchObject({ code: 'keychainLocked' })
    failing = false
    await Promise.all([vault.get('head'), vault.set('other', 'x'), vault.delete('nothing')])
    expect((await readRecord(vault))?.rt).toBe(long)
    expect(note.moved).toBe(1)
  })

  it('passes on what is stored and deleted afterwards', async () => {
    const current = new Map<string, string>()
    const vault = movedFrom(inMemory(), inMemory(current), done)
    await vault.set('other', 'x')
    expect([...current]).toEqual([['other', 'x']])
    expect(await vault.delete('other')).toBe(true)
    expect(await vault.delete('other')).toBe(false)
    expect([...current]).toEqual([])
  })

  it('stores nothing where it finds the session, because that is where it is to go from', async () => {
    const former = await formerEntries()
    const readOnly: Vault = { ...inMemory(former), set: (name) => Promise.reject(new Error(`stored ${name}`)) }
    expect((await readRecord(movedFrom(readOnly, inMemory(), done)))?.rt).toBe(long)
    expect([...former.keys()]).toEqual([])
  })

  it('does not bring back a session that a newer one has replaced meanwhile', async () => {
    const [former, current] = [await formerEntries(), new Map<string, string>()]
    for (let gen = 1; gen <= 3; gen++) await writeRecord(inMemory(current), session('newer'))
    expect(await readRecord(movedFrom(inMemory(former), inMemory(current), done))).toMatchObject({
      gen: 3,
      rt: 'newer'
    })
  })

  it('deletes nothing that did not arrive as it was', async () => {
    const [former, current] = [await formerEntries(), new Map<string, string>()]
    const cutting: Vault = { ...inMemory(current), set: (name, value) => inMemory(current).set(name, value.slice(1)) }
    const note = counted()
    const vault = movedFrom(inMemory(former), cutting, note.noteMoved)
    await expect(vault.get('head')).rejects.toMatchObject({ code: 'keychainUnusable' })
    expect(former).toEqual(new Map([...(await formerEntries()), ...former]))
    expect(note.moved).toBe(0)
  })

  it('moves nothing if nothing was stored', async () => {
    const [former, current] = [new Map<string, string>(), new Map<string, string>()]
    expect(await readRecord(movedFrom(inMemory(former), inMemory(current), done))).toBeNull()
    expect([former.size, current.size]).toEqual([0, 0])
  })
})

import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import { locked } from '../vault/locked.testing'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import { entries, file, files, noting, nothing, partOf, profile, start, usePlace, withPin } from './memory.testing'

usePlace()

const lockedByPin = (): Promise<never> => Promise.reject(new AppError('locked'))

describe('a keychain', () => {
  it('that is locked and finds nothing costs no memory and no key', async () => {
    await start().part.change(noting('one'))
    const before = new Map(entries)
    const { memory, part } = start({ vault: locked })
    await expect(part.read()).rejects.toMatchObject({ code: 'keychainLocked' })
    await expect(part.change(noting('two'))).rejects.toMatchObject({ code: 'keychainLocked' })
    expect([await memory.lost(), entries]).toEqual([[], before])
    expect(await start().part.read()).toEqual({ notes: ['one'] })
  })

  it('that the question for its password opens keeps its key', async () => {
    await start().part.change(noting('one'))
    const open = inMemory(entries)
    let isOpen = false
    const vault: Vault = {
      get: (name) => (isOpen ? open.get(name) : Promise.resolve(null)),
      set: (name, value) => {
        isOpen = true
        return open.set(name, value)
      },
      delete: (name) => open.delete(name)
    }
    const { memory, part } = start({ vault })
    await partOf(memory, 'other').change(noting('two'))
    expect(await part.read()).toEqual({ notes: ['one'] })
  })

  it('that is absent lets a change last until the app ends, or until there is one', async () => {
    let failure: AppError | undefined = new AppError('keychainAbsent')
    const open = inMemory(entries)
    const unless = <T>(work: () => Promise<T>): Promise<T> => (failure ? Promise.reject(failure) : work())
    const vault: Vault = {
      get: (name) => unless(() => open.get(name)),
      set: (name, value) => unless(() => open.set(name, value)),
      delete: (name) => unless(() => open.delete(name))
    }
    const { part } = start({ vault })
    await part.change(noting('one'))
    await part.change(noting('two'))
    expect(await part.read()).toEqual({ notes: ['one', 'two'] })
    expect([await files(), await start().part.read()]).toEqual([['no folder'], nothing])
    failure = undefined
    await part.change((value) => value)
    expect(await start().part.read()).toEqual({ notes: ['one', 'two'] })
  })

  it('that could not keep the session is not asked until it can', async () => {
    await start().part.change(noting('one'))
    const open = inMemory(entries)
    const asked: string[] = []
    const vault: Vault = {
      get: (name) => {
        asked.push(name)
        return open.get(name)
      },
      set: () => expect.unreachable('It was asked to store.'),
      delete: (name) => open.delete(name)
    }
    let failed: 'keychainSilent' | undefined = 'keychainSilent'
    const { memory, part } = start({ vault, unusable: () => failed })
    await expect(part.read()).rejects.toMatchObject({ code: 'keychainSilent' })
    const other = partOf(memory, 'other')
    expect([await other.change(noting('two')), await other.read(), asked]).toEqual([
      noting('two')(nothing),
      noting('two')(nothing),
      []
    ])
    failed = undefined
    expect(await part.read()).toEqual({ notes: ['one'] })
    failed = 'keychainSilent'
    expect([await part.read(), asked]).toEqual([{ notes: ['one'] }, ['memoryKey']])
    await memory.forget()
    expect(entries.size).toBe(0)
  })
})

describe('with a PIN', () => {
  const locking: Sealing = { opener: lockedByPin, sealer: lockedByPin }

  it('the key is sealed, and while it is locked nothing is read or written', async () => {
    const { part } = start({ sealing: withPin })
    await part.change(noting('one'))
    expect(entries.get('memoryKey')).toMatch(/^sealed:/)
    const { part: other } = start({ sealing: locking })
    await expect(other.read()).rejects.toMatchObject({ code: 'locked' })
    await expect(other.change(noting('two'))).rejects.toMatchObject({ code: 'locked' })
    expect(await start({ sealing: withPin }).part.read()).toEqual({ notes: ['one'] })
    expect(await start({ sealing: withPin }).memory.lost()).toEqual([])
  })

  it('that is set, and removed, everything opens as before', async () => {
    await start().part.change(noting('one'))
    const readable = entries.get('memoryKey')
    await start({ sealing: withPin }).memory.reseal()
    expect(entries.get('memoryKey')).toMatch(/^sealed:/)
    expect(await start({ sealing: withPin }).part.read()).toEqual({ notes: ['one'] })
    await start({ sealing: { ...withPin, sealer: () => Promise.resolve(undefined) } }).memory.reseal()
    expect(entries.get('memoryKey')).toBe(readable)
    expect(await start().part.read()).toEqual({ notes: ['one'] })
  })

  it('nothing is sealed anew where nothing is remembered', async () => {
    await start({ vault: locked, sealing: withPin }).memory.reseal()
    expect(entries.size).toBe(0)
  })

  it('a lock ends it once what is on its way has arrived', async () => {
    const { memory, part } = start({ sealing: withPin })
    const changing = part.change(noting('one'))
    await memory.end()
    expect(await changing).toEqual({ notes: ['one'] })
    await expect(part.read()).rejects.toMatchObject({ code: 'locked' })
    expect(await start({ sealing: withPin }).part.read()).toEqual({ notes: ['one'] })
  })

  it('a change that comes after the lock is refused', async () => {
    const { memory, part } = start({ sealing: withPin })
    const ending = memory.end()
    await expect(part.change(noting('one'))).rejects.toMatchObject({ code: 'locked' })
    await ending
    expect(entries.size).toBe(0)
  })
})

it('a value that could not be read back is refused, and what was kept stays', async () => {
  const { memory } = start()
  const part = memory.part('notes', z.object({ notes: z.array(z.string().max(3)) }), nothing)
  await part.change(noting('one'))
  await expect(part.change(noting('eleven'))).rejects.toThrow()
  expect([await part.read(), await memory.lost()]).toEqual([{ notes: ['one'] }, []])
})

describe('forgetting', () => {
  it('deletes the files and the key', async () => {
    const { memory, part } = start()
    await part.change(noting('one'))
    await writeFile(file(), 'x')
    await part.read()
    await memory.forget()
    expect([await files(), entries.size]).toEqual([['no folder'], 0])
  })

  it('asks no keychain where nothing is remembered', async () => {
    await start({ vault: locked }).memory.forget()
  })

  it('fails while the keychain is locked, and keeps the files until their key has gone', async () => {
    await start().part.change(noting('one'))
    await expect(start({ vault: locked }).memory.forget()).rejects.toMatchObject({ code: 'keychainNotCleared' })
    expect(await files()).toEqual(['notes.json'])
  })

  it('is possible without a keychain after a run that found none', async () => {
    await mkdir(join(profile, 'memory'))
    const refuse = (): Promise<never> => Promise.reject(new AppError('keychainAbsent'))
    await start({ vault: { get: refuse, set: refuse, delete: refuse } }).memory.forget()
    expect(await files()).toEqual(['no folder'])
  })

  it('leaves nothing for a process that changes something meanwhile', async () => {
    const { part } = start()
    await part.change(noting('one'))
    await start().memory.forget()
    await rm(profile, { recursive: true })
    await expect(part.change(noting('two'))).rejects.toThrow()
  })
})

import { spawnSync } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '../ground/errors'
import { inMemory } from '../vault/memory'
import { locked } from '../vault/locked.testing'
import type { Vault } from '../vault/vault'
import { entries, file, files, logged, noting, nothing, partOf, start, usePlace } from './memory.testing'

usePlace()

describe('a part', () => {
  it('is empty at first, without a question to the keychain and without a file', async () => {
    const failing: Vault = { ...locked, get: () => Promise.reject(new AppError('keychainSilent')) }
    expect(await start({ vault: failing }).part.read()).toBe(nothing)
    expect(await files()).toEqual(['no folder'])
  })

  it('is kept from one run to the next, each part in a file of its own that only its owner can read', async () => {
    const { memory, part } = start()
    expect(await part.change(noting('one'))).toEqual({ notes: ['one'] })
    await partOf(memory, 'other').change(noting('two'))
    const later = start().memory
    expect([await partOf(later).read(), await partOf(later, 'other').read()]).toEqual([
      { notes: ['one'] },
      { notes: ['two'] }
    ])
    expect((await files()).sort()).toEqual(['notes.json', 'other.json'])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
  })

  it('reveals nothing to somebody who has only the file', async () => {
    await start().part.change(noting('new device: Chrome on Windows'))
    expect(await readFile(file(), 'utf8')).not.toMatch(/notes|device|Chrome|fernhill|ada/)
  })

  it('is not written where nothing changes', async () => {
    const { part } = start()
    await part.change((value) => value)
    expect(await files()).toEqual([])
    await part.change(noting('one'))
    const before = await readFile(file())
    await part.change((value) => value)
    expect(await readFile(file())).toEqual(before)
  })

  it('keeps what it was if the change fails', async () => {
    const { part } = start()
    await part.change(noting('one'))
    await expect(
      part.change(() => {
        throw new AppError('invalidInput')
      })
    ).rejects.toMatchObject({ code: 'invalidInput' })
    expect(await part.read()).toEqual({ notes: ['one'] })
  })

  it('loses no change of two processes that make their first ones at the same time', async () => {
    const runs = Array.from({ length: 4 }, () => start().part)
    await Promise.all(runs.flatMap((part, run) => [0, 1, 2].map((n) => part.change(noting(`${run}.${n}`)))))
    expect((await start().part.read()).notes).toHaveLength(12)
    expect(entries.size).toBe(1)
  })

  it('is refused while another process does not let go', { timeout: 20_000 }, async () => {
    const { part } = start()
    await part.change(noting('one'))
    await writeFile(file('memory.lock'), JSON.stringify({ pid: process.ppid, started: '' }))
    await expect(part.change(noting('two'))).rejects.toMatchObject({ code: 'timedOut' })
  })

  it.runIf(process.platform === 'linux')(
    'is old or new, and opens, after the process was killed while it wrote',
    async () => {
      const { part } = start()
      await part.change(noting('one'))
      // A killed process leaves its lock and half of a temporary file behind.
      const { pid } = spawnSync('true')
      await writeFile(file('memory.lock'), JSON.stringify({ pid, started: '1' }))
      await writeFile(file('notes.json.01234567-89ab-cdef-0123-456789abcdef.tmp'), '{"v":1,"iv":"')
      const after = start().part
      expect(await after.read()).toEqual({ notes: ['one'] })
      expect(await after.change(noting('two'))).toEqual({ notes: ['one', 'two'] })
    }
  )
})

describe('a person', () => {
  it.each([
    ['another person', { sub: () => 'ben' }],
    ['another tenant', { issuer: 'https://id.elsewhere.example/oidc' }]
  ])('is not told what was remembered of %s', async (_, other) => {
    await start().part.change(noting('one'))
    expect(await start(other).part.read()).toEqual(nothing)
  })

  it('has to be signed in', async () => {
    await start().part.change(noting('one'))
    const { part } = start({ sub: () => undefined })
    await expect(part.read()).rejects.toMatchObject({ code: 'signedOut' })
    await expect(part.change(noting('two'))).rejects.toMatchObject({ code: 'signedOut' })
  })

  it('who signs out while it is read gets nothing', async () => {
    await start().part.change(noting('one'))
    let person: string | undefined = 'ada'
    const vault: Vault = {
      ...inMemory(entries),
      get: (name) => {
        person = undefined
        return inMemory(entries).get(name)
      }
    }
    await expect(start({ vault, sub: () => person }).part.read()).rejects.toMatchObject({ code: 'signedOut' })
  })
})

describe('a damaged file', () => {
  it.each(['', '{', '{"v":1,"iv":"AAAA","sealed":"AAAA"}', '{"v":2}'])(
    'that says %j is set aside and told, and the part begins anew',
    async (content) => {
      await start().part.change(noting('one'))
      await writeFile(file(), content)
      const { memory, part } = start()
      expect(await part.read()).toEqual(nothing)
      expect(logged).toEqual(['memory-set-aside'])
      expect(await memory.lost()).toEqual([{ part: 'notes', writtenAt: expect.any(Number) as number }])
      expect(await readFile(file('notes.json.damaged'), 'utf8')).toBe(content)
      expect(await part.change(noting('two'))).toEqual({ notes: ['two'] })
      expect(await start().memory.lost()).toHaveLength(1)
      await memory.acknowledge()
      expect(await files()).toEqual(['notes.json'])
      expect(await start().memory.lost()).toEqual([])
    }
  )

  it('is found by a change too, and is never overwritten', async () => {
    await start().part.change(noting('one'))
    await writeFile(file(), 'x')
    const { memory, part } = start()
    expect(await part.change(noting('two'))).toEqual({ notes: ['two'] })
    expect(await memory.lost()).toHaveLength(1)
  })

  it('is one that another part wrote, or that has another shape', async () => {
    const { memory } = start()
    await partOf(memory, 'other').change(noting('two'))
    await writeFile(file(), await readFile(file('other.json')))
    await memory.part('number', z.number(), 0).change(() => 7)
    expect(await partOf(memory).read()).toEqual(nothing)
    expect(await memory.part('other', z.number(), 0).read()).toBe(0)
    expect((await memory.lost()).map(({ part }) => part).sort()).toEqual(['notes', 'other'])
  })

  it('is one whose key has gone from an open keychain', async () => {
    await start().part.change(noting('one'))
    entries.clear()
    const { memory, part } = start()
    expect(await part.read()).toEqual(nothing)
    expect(await memory.lost()).toHaveLength(1)
  })

  it('is not lost if it cannot be moved away', async () => {
    await start().part.change(noting('one'))
    await writeFile(file(), 'x')
    await mkdir(file('notes.json.damaged'))
    await expect(start().part.change(noting('two'))).rejects.toThrow()
    expect(await readFile(file(), 'utf8')).toBe('x')
  })
})

import { cp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newSigner, newSigners, rotate } from '../../../packaging/repository/repository.testing'
import { look, startUpdates, type Updates } from './updates.testing'

let updates: Updates
beforeEach(async () => {
  updates = await startUpdates()
  await updates.publish('1.1.0')
})
afterEach(() => updates.close())

const later = (days: number): Date => new Date(updates.now.getTime() + days * 86_400_000)

/** Resolves to a copy of the repository as it is now, for a server that never changes again. */
async function copyOfNow(): Promise<string> {
  const copy = join(updates.scratch, 'copy')
  await cp(updates.folder, copy, { recursive: true })
  return copy
}

describe('looking for a release', () => {
  it('names the newest one for this kind of installation', async () => {
    expect(await look(updates.client())).toMatchObject({
      version: '1.1.0',
      minimum: '1.0.0',
      released: '2026-11-28',
      notes: { en: 'Version 1.1.0.', 'zh-CN': '版本 1.1.0。' },
      size: 'package 1.1.0'.length
    })
    await updates.publish('1.2.0')
    expect(await look(updates.client())).toMatchObject({ version: '1.2.0' })
  })

  it('asks for a newer root and the timestamp alone if nothing is new', async () => {
    await look(updates.client())
    updates.server.asked.length = 0
    await look(updates.client())
    expect(updates.server.asked).toEqual(['/metadata/2.root.json', '/metadata/timestamp.json'])
  })

  it('refuses an address that is neither https nor of this computer', () => {
    expect(() => updates.client({ address: 'http://updates.example/' })).toThrow('updateRefused')
    expect(() => updates.client({ address: 'https://updates.example/' })).not.toThrow()
  })

  it('ends with the caller’s reason, while it waits and before', async () => {
    const asking = new AbortController()
    updates.server.interfere(() => {
      asking.abort(new Error('no longer wanted'))
      return true
    })
    await expect(updates.client().look(asking.signal)).rejects.toThrow('no longer wanted')
    await expect(updates.client().look(asking.signal)).rejects.toThrow('no longer wanted')
  })

  it('fails as unreachable if the server is out of order, empty or gone', async () => {
    updates.server.interfere((_request, response) => Boolean(response.writeHead(503).end()))
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateUnreachable', facts: { status: 503 } })
    updates.server.interfere((_request, response) => Boolean(response.writeHead(404).end()))
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateUnreachable', facts: { status: 404 } })
    updates.server.interfere((request) => Boolean(request.socket.destroy()))
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateUnreachable' })
  })

  it('refuses a release that has no file for this kind of installation', async () => {
    await updates.publish('1.2.0', { kinds: ['deb'] })
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateRefused' })
    expect(await look(updates.client({ kind: 'deb' }))).toMatchObject({ version: '1.2.0' })
  })

  it('fails as not written if its folder is none', async () => {
    await writeFile(updates.keptBy('blocked'), '')
    await expect(look(updates.client({ name: 'blocked' }))).rejects.toMatchObject({ code: 'updateNotWritten' })
  })
})

describe('the clock', () => {
  it('accepts a timestamp silently for 14 days after it expired, and no longer', async () => {
    expect(await look(updates.client({ now: () => later(20.9) }))).toMatchObject({ version: '1.1.0' })
    await expect(look(updates.client({ now: () => later(21.1) }))).rejects.toMatchObject({ code: 'updateExpired' })
    expect(await look(updates.client())).toMatchObject({ version: '1.1.0' })
  })

  it('does no lasting harm when it is a year ahead, or a year back', async () => {
    await expect(look(updates.client({ now: () => later(366) }))).rejects.toMatchObject({ code: 'updateExpired' })
    expect(await look(updates.client({ now: () => later(-366) }))).toMatchObject({ version: '1.1.0' })
    await updates.publish('1.2.0')
    expect(await look(updates.client())).toMatchObject({ version: '1.2.0' })
  })

  it('lets an app start for the first time long after its release, when every key has changed often', async () => {
    for (let year = 1; year <= 4; year++) {
      const before = updates.signers
      updates.now = later(330)
      updates.signers = newSigners()
      await rotate(updates.folder, updates.signers, before.root.slice(1), updates.now)
    }
    await updates.publish('2.0.0')
    expect(await look(updates.client())).toMatchObject({ version: '2.0.0' })
    expect(await readdir(updates.keptBy('client'))).toContain('5.root.json')
  })
})

describe('the files that a profile keeps', () => {
  const damages: [string, (path: string) => Promise<void>][] = [
    ['empty', (path) => writeFile(path, '')],
    ['cut', (path) => writeFile(path, '{"signatures":[{"keyid":"')],
    ['another file', (path) => writeFile(path, '{"signed":{"_type":"timestamp"},"signatures":[]}')],
    ['gone', (path) => rm(path)]
  ]
  const files = ['timestamp.json', 'snapshot.json', 'targets.json', 'newest.json', '2.root.json']

  it.each(damages)('heal if any of them is %s', async (_name, damage) => {
    await rotate(updates.folder, updates.signers, updates.signers.root, updates.now)
    await look(updates.client())
    for (const file of files) {
      await damage(join(updates.keptBy('client'), file))
      expect(await look(updates.client())).toMatchObject({ version: '1.1.0' })
    }
    await updates.publish('1.2.0')
    expect(await look(updates.client())).toMatchObject({ version: '1.2.0' })
  })

  it.each(damages)('allow nothing older if the earlier timestamp is %s', async (_name, damage) => {
    const old = await copyOfNow()
    await updates.publish('1.2.0')
    await look(updates.client())
    updates.server.serve(old)
    await damage(join(updates.keptBy('client'), 'timestamp.json'))
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateRefused' })
  })

  it('allow no older release if all earlier signed files are gone', async () => {
    const old = await copyOfNow()
    await updates.publish('1.2.0')
    await look(updates.client())
    updates.server.serve(old)
    for (const name of files.slice(0, 3)) await rm(join(updates.keptBy('client'), name))
    await expect(look(updates.client())).rejects.toMatchObject({ code: 'updateRefused' })
    updates.server.serve(updates.folder)
    expect(await look(updates.client())).toMatchObject({ version: '1.2.0' })
  })

  it('forgive a version that a thief of keys made up, once the root names other keys', async () => {
    await updates.publish('999.0.0')
    await look(updates.client())
    const thief = updates.signers
    updates.signers = { root: thief.root, targets: newSigner(), online: newSigner() }
    await rotate(updates.folder, updates.signers, [], updates.now)
    await updates.publish('1.2.0')
    await expect(look(updates.client())).resolves.toMatchObject({ version: '1.2.0' })
  })
})

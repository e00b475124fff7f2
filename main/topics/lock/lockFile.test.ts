import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { openLockFile } from './lockFile'

const cost = 2 ** 4
const settings = { afterMinutes: 5, whenAway: false, touchId: true }
const base64 = (bytes: number): string => Buffer.alloc(bytes, 1).toString('base64')
const content = {
  v: 1 as const,
  gen: 0,
  salt: base64(16),
  cost,
  wrapped: base64(60),
  complete: true,
  failed: 0,
  notBefore: 0
}
const older = { verifier: { salt: base64(16), hash: base64(32), cost }, failed: 0, notBefore: 0 }

let folder: string
let path: string
beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'lock.json')
})

const opened = async (written: unknown) => {
  await writeFile(path, JSON.stringify(written))
  return openLockFile(path, cost)
}
const written = async (): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

describe('the file of the lock', () => {
  it('that is not there sets no PIN, and locks after ten minutes and when the computer is left', () => {
    const file = openLockFile(path, cost)
    expect(file.settings()).toEqual({ afterMinutes: 10, whenAway: true, touchId: false })
    expect([file.pin(), file.locks(), file.unreadable()]).toEqual([null, false, false])
  })

  it.each([
    ['in the keychain', { in: 'keychain' }],
    ['in the file', { in: 'file', content }],
    ['in the file with a higher cost', { in: 'file', content: { ...content, cost: 2 * cost } }],
    ['in the file with the highest cost', { in: 'file', content: { ...content, cost: 4 * cost } }],
    ['in the file as an older version kept it', { in: 'file', older }]
  ])('locks with a PIN %s', async (_where, pin) => {
    const file = await opened({ v: 2, settings, pin })
    expect(file.pin()).toEqual(pin)
    expect(file.settings()).toEqual(settings)
    expect([file.locks(), file.unreadable()]).toEqual([true, false])
  })

  it.each([
    ['with a PIN', older],
    ['with a PIN of twice the cost', { ...older, verifier: { ...older.verifier, cost: 2 * cost } }],
    ['with a PIN of the highest cost', { ...older, verifier: { ...older.verifier, cost: 4 * cost } }],
    ['without a PIN', null]
  ])('of the first version is read %s', async (_what, pin) => {
    const file = await opened({ v: 1, settings, pin })
    expect(file.pin()).toEqual(pin && { in: 'file', older: pin })
    expect(file.settings()).toEqual(settings)
    expect([file.locks(), file.unreadable()]).toEqual([pin !== null, false])
  })

  it.each([
    ['a PIN in another place', { in: 'cloud' }],
    ['a PIN that is nowhere', {}],
    ['no PIN where it should be', { in: 'file' }],
    ['a generation below zero', { in: 'file', content: { ...content, gen: -1 } }],
    ['a count of tries below zero', { in: 'file', content: { ...content, failed: -1 } }],
    ['a lower cost', { in: 'file', content: { ...content, cost: cost / 2 } }],
    ['a cost between', { in: 'file', content: { ...content, cost: 3 * cost } }],
    ['a shorter salt', { in: 'file', content: { ...content, salt: base64(15) } }],
    ['a longer key', { in: 'file', content: { ...content, wrapped: base64(61) } }],
    ['an older PIN with a lower cost', { in: 'file', older: { ...older, verifier: { ...older.verifier, cost: 1 } } }],
    ['an older PIN with a cut hash', { in: 'file', older: { ...older, verifier: { ...older.verifier, hash: '' } } }],
    ['an older PIN with tries below zero', { in: 'file', older: { ...older, failed: -1 } }]
  ])('cannot be read with %s, and therefore locks', async (_what, pin) => {
    const file = await opened({ v: 2, settings, pin })
    expect([file.locks(), file.unreadable(), file.pin()]).toEqual([true, true, null])
    expect(file.settings()).toEqual({ afterMinutes: 10, whenAway: true, touchId: false })
  })

  it('accepts no cost below the standard one unless it is told to', async () => {
    expect((await opened({ v: 2, settings, pin: { in: 'file', content } })).locks()).toBe(true)
    expect(openLockFile(path).unreadable()).toBe(true)
    await writeFile(
      path,
      JSON.stringify({ v: 2, settings, pin: { in: 'file', content: { ...content, cost: 2 ** 17 } } })
    )
    expect(openLockFile(path).unreadable()).toBe(false)
  })

  it('keeps what a change does not mention, and is readable from then on', async () => {
    await writeFile(path, 'garbage')
    const file = openLockFile(path, cost)
    await file.write({ settings })
    expect([file.locks(), file.unreadable()]).toEqual([false, false])
    await file.write({ pin: { in: 'keychain' } })
    expect(file.settings()).toEqual(settings)
    expect(file.pin()).toEqual({ in: 'keychain' })
    expect(await written()).toEqual({ v: 2, settings, pin: { in: 'keychain' } })
  })

  it('still has the earlier content if the disk refuses a change', async () => {
    const file = openLockFile(path, cost)
    await rm(folder, { recursive: true })
    await expect(file.write({ pin: { in: 'keychain' } })).rejects.toMatchObject({
      code: 'lockNotWritten',
      cause: { code: 'ENOENT' }
    })
    expect(file.pin()).toBeNull()
    await mkdir(folder)
    await file.write({ settings })
    expect(await written()).toEqual({ v: 2, settings, pin: null })
  })
})

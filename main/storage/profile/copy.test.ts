import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { anyTenant } from '../../identity/tokens.testing'
import { emptyMarker, type Marker, markerIn } from '../marker'
import { leaveToOriginal } from './copy'

let folder: string
let account: string
beforeEach(async () => {
  folder = await temporaryFolder()
  account = join(folder, 'accounts', '0123abcd')
})

const stored: Marker = {
  ...emptyMarker(anyTenant),
  gen: 3,
  subHash: 'somebody',
  state: 'stored',
  refreshPending: { gen: 3, at: 5 }
}
async function write(names: string[], content = '{}'): Promise<void> {
  await mkdir(account, { recursive: true })
  for (const name of names) await writeFile(join(folder, name), content)
}
const marked = async (content: string) => {
  await mkdir(account, { recursive: true })
  await writeFile(markerIn(account), content)
  leaveToOriginal(folder)
}

describe('what a copied profile leaves to its original', () => {
  it('is every file of the running process and every lock, and nothing else', async () => {
    const kept = ['MySingleton', 'profile.json', 'accounts/0123abcd/a.lock.txt', 'accounts/0123abcd/padlock']
    await write([
      ...kept,
      'SingletonLock',
      'SingletonCookie',
      'accounts/0123abcd/session.json.lock',
      'accounts/0123abcd/session.json.lock.old'
    ])
    leaveToOriginal(folder)
    const left = [...(await readdir(folder)), ...(await readdir(account)).map((name) => `accounts/0123abcd/${name}`)]
    expect(left.filter((name) => name !== 'accounts').sort()).toEqual(kept.sort())
  })

  it('is the memory of each account, which would not open here', async () => {
    await mkdir(join(account, 'memory'), { recursive: true })
    await write(['accounts/0123abcd/memory/ledger.json', 'accounts/0123abcd/account.json'])
    leaveToOriginal(folder)
    expect(await readdir(account)).toEqual(['account.json'])
  })

  it.each(['stored', 'storing', 'toBeCleared', 'copied'] as const)(
    'is the session of an account that is %s',
    async (state) => {
      await marked(JSON.stringify({ ...stored, state }))
      expect(JSON.parse(await readFile(markerIn(account), 'utf8'))).toEqual({
        v: 1,
        gen: 0,
        issuer: anyTenant.issuer,
        subHash: '',
        state: 'copied',
        refreshPending: null
      })
    }
  )

  it('is a marker that nobody can read, which is deleted here', async () => {
    await marked('garbage')
    expect(await readdir(account)).toEqual([])
  })

  it('is nothing of an account that is signed out', async () => {
    const signedOut = JSON.stringify({ ...stored, state: 'signedOut' })
    await marked(signedOut)
    expect(await readFile(markerIn(account), 'utf8')).toBe(signedOut)
  })

  it('is nothing of a folder that is no account', async () => {
    const other = join(folder, 'accounts', 'notes')
    await mkdir(other, { recursive: true })
    await writeFile(markerIn(other), JSON.stringify(stored))
    await writeFile(join(folder, 'accounts', 'current.json'), '{}')
    leaveToOriginal(folder)
    expect(await readFile(markerIn(other), 'utf8')).toBe(JSON.stringify(stored))
  })

  it('is nothing where there are no accounts', async () => {
    leaveToOriginal(folder)
    expect(await readdir(folder)).toEqual([])
  })
})

import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { emptyMarker, marker, markerIn } from '../marker'
import { anyTenant } from '../../identity/tokens.testing'
import { readStored, writeStored } from '../storedFile'
import { openProfile } from './profile'

const account = '0123abcd'
let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder()
  folder = join(root, 'profile')
  await mkdir(folder)
})

/** A profile in which somebody is signed in to one account. */
async function signedIn(): Promise<string> {
  await mkdir(join(folder, 'accounts', account), { recursive: true })
  const { id } = openProfile(folder, 'this machine')
  const stored = { ...emptyMarker(anyTenant), state: 'stored' as const, gen: 3, subHash: 'somebody' }
  await writeStored(markerIn(join(folder, 'accounts', account)), stored)
  return id
}

const stateIn = (profile: string): unknown => {
  const read = readStored(markerIn(join(profile, 'accounts', account)), marker)
  return read.state === 'present' ? read.value.state : read.state
}

describe('a profile', () => {
  it('keeps its id from one start to the next', () => {
    expect(openProfile(folder, 'this machine').id).toBe(openProfile(folder, 'this machine').id)
  })

  it('has another id than any other profile', async () => {
    await mkdir(join(root, 'other'))
    expect(openProfile(join(root, 'other')).id).not.toBe(openProfile(folder).id)
  })

  it('keeps its id and its sessions when its folder is renamed, and can be renamed again', async () => {
    const id = await signedIn()
    for (const name of ['first', 'second']) {
      const next = join(root, name)
      await rename(folder, next)
      folder = next
      expect(openProfile(folder, 'this machine').id).toBe(id)
      expect(stateIn(folder)).toBe('stored')
    }
  })

  it('keeps its id when another profile has taken the place it was moved from', async () => {
    const id = await signedIn()
    const moved = join(root, 'moved')
    await rename(folder, moved)
    await mkdir(folder)
    openProfile(folder, 'this machine')
    expect(openProfile(moved, 'this machine').id).toBe(id)
  })

  it('keeps its id when it is reached by a symbolic link', async () => {
    const id = await signedIn()
    await symlink(folder, join(root, 'link'))
    expect(openProfile(join(root, 'link'), 'this machine').id).toBe(id)
    expect(openProfile(folder, 'this machine').id).toBe(id)
  })

  it('takes a new id if it is a copy, and leaves session, locks and running process to the original', async () => {
    const id = await signedIn()
    await symlink('host-1', join(folder, 'SingletonLock'))
    await writeFile(join(folder, 'accounts', account, 'session.json.lock'), '{}')
    const copy = join(root, 'copy')
    await cp(folder, copy, { recursive: true, verbatimSymlinks: true })
    const ofCopy = openProfile(copy, 'this machine').id
    expect(ofCopy).not.toBe(id)
    expect(stateIn(copy)).toBe('copied')
    expect(await readdir(copy)).not.toContain('SingletonLock')
    expect(await readdir(join(copy, 'accounts', account))).toEqual(['session.json'])
    expect(openProfile(copy, 'this machine').id).toBe(ofCopy)
    expect(openProfile(folder, 'this machine').id).toBe(id)
    expect(stateIn(folder)).toBe('stored')
    expect(await readdir(folder)).toContain('SingletonLock')
  })

  it('takes a new id on another machine, whatever its path, and forgets former services there', async () => {
    const id = await signedIn()
    const elsewhere = openProfile(folder, 'another machine')
    expect(elsewhere.id).not.toBe(id)
    expect(elsewhere.formerFolder(account)).toBeUndefined()
    expect(stateIn(folder)).toBe('copied')
  })

  it('is not taken for a copy if the system does not tell which machine it is', async () => {
    const id = await signedIn()
    expect(openProfile(folder, '').id).toBe(id)
    expect(openProfile(folder, 'another machine').id).not.toBe(id)
  })

  it('is made a copy again at the next start if the first attempt was interrupted', async () => {
    const id = await signedIn()
    const copy = join(root, 'copy')
    await cp(folder, copy, { recursive: true })
    await rm(markerIn(join(copy, 'accounts', account)))
    expect(openProfile(copy, 'this machine').id).not.toBe(id)
    expect(stateIn(copy)).toBe('absent')
  })

  it('of an earlier version remembers the folder that its services were named by, even after it was renamed', async () => {
    await mkdir(join(folder, 'accounts', account), { recursive: true })
    const former = join(folder, 'accounts', account)
    expect(openProfile(folder, 'this machine').formerFolder(account)).toBe(former)
    const renamed = join(root, 'renamed')
    await rename(folder, renamed)
    const profile = openProfile(renamed, 'this machine')
    expect(profile.formerFolder(account)).toBe(former)
    await profile.moved(account)
    expect(profile.formerFolder(account)).toBeUndefined()
    expect(openProfile(renamed, 'this machine').formerFolder(account)).toBeUndefined()
  })

  it('whose file is damaged gets a new id, and the file is set aside', async () => {
    const id = await signedIn()
    await writeFile(join(folder, 'profile.json'), '{"v":1,"id":"short"}')
    expect(openProfile(folder, 'this machine').id).not.toBe(id)
    expect(await readFile(join(folder, 'profile.json.damaged'), 'utf8')).toContain('short')
  })
})

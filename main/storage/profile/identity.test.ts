import { mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { openProfile } from './profile'

const [first, second] = ['0123abcd', '89abcdef']
let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder()
  folder = join(root, 'profile')
  await mkdir(folder)
})

const file = (): string => join(folder, 'profile.json')
const content = async (): Promise<unknown> => JSON.parse(await readFile(file(), 'utf8'))

describe('the identity of a profile', () => {
  it('learns the name of a machine that had none, and keeps it from then on', () => {
    const { id } = openProfile(folder, '')
    expect(openProfile(folder, 'machine').id).toBe(id)
    expect(openProfile(folder, '').id).toBe(id)
    expect(openProfile(folder, 'another machine').id).not.toBe(id)
  })

  it('is not written again at a start at which nothing has changed', async () => {
    openProfile(folder, 'machine')
    const before = await stat(file())
    openProfile(folder, 'machine')
    openProfile(folder, '')
    expect((await stat(file())).ino).toBe(before.ino)
  })

  it('notes another path when the folder was renamed', async () => {
    const { id } = openProfile(folder, 'machine')
    const renamed = join(root, 'renamed')
    await rename(folder, renamed)
    openProfile(renamed, 'machine')
    folder = renamed
    expect(await content()).toEqual({ v: 1, id, path: renamed, machine: 'machine' })
  })

  it('stays if the folder was moved and a link leads there from its old place', async () => {
    const { id } = openProfile(folder, 'machine')
    const moved = join(root, 'moved')
    await rename(folder, moved)
    await symlink(moved, folder)
    expect(openProfile(moved, 'machine').id).toBe(id)
  })

  it.each([
    ['longer id', { id: '0123456789abcdef0123456789abcdef0' }],
    ['id with something before it', { id: 'x0123456789abcdef0123456789abcdef' }],
    ['id of other letters', { id: '0123456789ABCDEF0123456789ABCDEF' }],
    ['later version', { v: 2 }],
    ['path that is none', { path: null }]
  ])('is a new one if the file has a %s', async (_what, change) => {
    const whole = { v: 1, id: '0123456789abcdef0123456789abcdef', path: folder, machine: 'machine' }
    await writeFile(file(), JSON.stringify(whole))
    expect(openProfile(folder, 'machine').id).toBe(whole.id)
    await writeFile(file(), JSON.stringify({ ...whole, ...change }))
    expect(openProfile(folder, 'machine').id).not.toBe(whole.id)
    expect(await readFile(`${file()}.damaged`, 'utf8')).toBe(JSON.stringify({ ...whole, ...change }))
  })
})

describe('the former services of a profile', () => {
  it('are those of its accounts alone', async () => {
    for (const name of [first, 'notes']) await mkdir(join(folder, 'accounts', name), { recursive: true })
    const profile = openProfile(folder, 'machine')
    expect(profile.formerFolder(first)).toBe(join(folder, 'accounts', first))
    expect(profile.formerFolder('notes')).toBeUndefined()
    expect(profile.formerFolder(second)).toBeUndefined()
  })

  it('are none where no earlier version had an account', async () => {
    await mkdir(join(folder, 'accounts', 'notes'), { recursive: true })
    const profile = openProfile(folder, 'machine')
    expect(await content()).not.toHaveProperty('former')
    await profile.moved(first)
    expect(await content()).not.toHaveProperty('former')
    expect(profile.formerFolder(first)).toBeUndefined()
  })

  it('are forgotten one by one, also at once', async () => {
    for (const name of [first, second]) await mkdir(join(folder, 'accounts', name), { recursive: true })
    const profile = openProfile(folder, 'machine')
    await profile.moved(first)
    expect(await content()).toMatchObject({ id: profile.id, former: { path: folder, accounts: [second] } })
    expect([profile.formerFolder(first), profile.formerFolder(second)]).toEqual([
      undefined,
      join(folder, 'accounts', second)
    ])
    await Promise.all([profile.moved(first), profile.moved(second)])
    expect(await content()).not.toHaveProperty('former')
    expect(openProfile(folder, 'machine').formerFolder(second)).toBeUndefined()
  })
})

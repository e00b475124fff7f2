import { chmod, mkdir, stat, symlink, writeFile } from 'node:fs/promises'
import { chownSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { languages } from '../../../contract/fields'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { systemText } from '../../ground/words'
import { FolderError, prepareFolder } from './folder'

const account = 'accounts/0123abcd'
let root: string
let folder: string
beforeEach(async () => {
  root = await temporaryFolder()
  folder = join(root, 'profile')
})

const modeOf = async (name = ''): Promise<number> => (await stat(join(folder, name))).mode & 0o777

/** Returns the problem with the folder, and its path. */
function problemWith(path: string): unknown {
  try {
    prepareFolder(path)
    return undefined
  } catch (error) {
    return error instanceof FolderError ? [error.problem, error.path] : error
  }
}

describe.skipIf(process.platform === 'win32')('the folder of the profile', () => {
  it('is made, with those above it, for its owner only', async () => {
    folder = join(root, 'a', 'b')
    prepareFolder(folder)
    expect(await modeOf()).toBe(0o700)
  })

  it.each([0o777, 0o755, 0o750, 0o770, 0o707])('with the mode %o is closed to all others', async (mode) => {
    await mkdir(folder)
    await chmod(folder, mode)
    prepareFolder(folder)
    expect(await modeOf()).toBe(0o700)
  })

  it('is closed together with what is kept in it, and Chromium’s files are left alone', async () => {
    await mkdir(join(folder, account), { recursive: true })
    await mkdir(join(folder, 'logs'))
    const files = ['settings.json', 'lock.json.damaged', 'logs/holdfast.log', `${account}/account.json`, 'Cookies']
    for (const name of files) {
      await writeFile(join(folder, name), '{}')
      await chmod(join(folder, name), 0o666)
    }
    for (const name of ['accounts', account, 'logs']) await chmod(join(folder, name), 0o777)
    prepareFolder(folder)
    expect(await Promise.all(['accounts', account, 'logs'].map(modeOf))).toEqual([0o700, 0o700, 0o700])
    expect(await Promise.all(files.map(modeOf))).toEqual([0o600, 0o600, 0o600, 0o600, 0o666])
  })

  it.each(['my accounts', 'accounts.xlsx', 'catalogs', 'logs-of-others'])(
    'is closed without a folder of the person’s own in it: %s',
    async (name) => {
      await mkdir(join(folder, name), { recursive: true })
      await chmod(join(folder, name), 0o755)
      prepareFolder(folder)
      expect(await modeOf(name)).toBe(0o755)
    }
  )

  it('is refused if it is a file, or below one', async () => {
    await writeFile(folder, '')
    expect(problemWith(folder)).toEqual(['notAFolder', folder])
    expect(problemWith(join(folder, 'below'))).toEqual(['notAFolder', join(folder, 'below')])
  })

  it('is refused if it is a link that leads nowhere, and accepted if the link leads to a folder', async () => {
    await symlink(join(root, 'nowhere'), folder)
    expect(problemWith(folder)).toEqual(['notAFolder', folder])
    await mkdir(join(root, 'nowhere'))
    expect(problemWith(folder)).toBeUndefined()
  })

  it('is refused if it belongs to somebody else', () => {
    expect(problemWith(somebodyElses())).toEqual(['notYours', somebodyElses()])
  })

  it('is refused if a file or a link in it belongs to somebody else', async () => {
    await mkdir(join(folder, 'accounts'), { recursive: true })
    await symlink(somebodyElses(), join(folder, 'accounts', '0123abcd'))
    expect(problemWith(folder)).toEqual(['notYours', join(folder, 'accounts', '0123abcd')])
  })

  it('is not refused for a link in it that leads nowhere', async () => {
    await mkdir(folder)
    await symlink(join(root, 'nowhere'), join(folder, 'settings.json'))
    expect(problemWith(folder)).toBeUndefined()
  })
})

/** A folder of another user. */
function somebodyElses(): string {
  if (process.getuid?.() !== 0) return '/usr'
  const place = join(root, 'theirs')
  mkdirSync(place, { recursive: true })
  chownSync(place, 65_534, 65_534)
  return place
}

it('is named in every sentence that says why the app does not start', () => {
  const problems = ['notAFolder', 'notWritable', 'notYours', 'notPrivate', 'failed'] as const
  for (const language of languages) {
    const texts = problems.map((problem) => (path: string) => systemText(language, `start.${problem}`, { path }))
    for (const text of texts) expect(text('/a/folder')).toMatch(/^Holdfast .*\/a\/folder/)
  }
})

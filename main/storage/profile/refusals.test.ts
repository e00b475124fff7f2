import type * as FileSystem from 'node:fs'
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'

/** Replacements for calls of the file system, which a test that runs as root could not make fail otherwise. */
const replaced = new Map<string, () => unknown>()

/** Loads the modules under test anew, over a file system whose calls can be replaced. */
async function load() {
  vi.resetModules()
  vi.doMock('node:fs', async (original) => {
    const real = await original<typeof FileSystem>()
    const names = ['accessSync', 'chmodSync', 'linkSync', 'mkdirSync'] as const
    const replaceable = names.map((name) => {
      const call = real[name] as (...args: unknown[]) => unknown
      return [name, (...args: unknown[]) => (replaced.get(name) ?? (() => call(...args)))()]
    })
    return { ...real, ...(Object.fromEntries(replaceable) as object) }
  })
  return { ...(await import('./folder')), ...(await import('./profile')) }
}

let modules: Awaited<ReturnType<typeof load>>
beforeAll(async () => {
  modules = await load()
})
afterAll(() => {
  vi.doUnmock('node:fs')
  vi.resetModules()
})

let folder: string
beforeEach(async () => {
  folder = join(await temporaryFolder(), 'profile')
  mkdirSync(folder)
})
afterEach(() => {
  replaced.clear()
})

const failure = (code: string): Error => Object.assign(new Error(code), { code })
const refuse = (call: string, code: string) =>
  replaced.set(call, () => {
    throw failure(code)
  })

/** Returns the problem with the folder, the name of what has it, and the code of its cause. */
function problem(): unknown {
  try {
    modules.prepareFolder(folder)
    return undefined
  } catch (error) {
    if (!(error instanceof modules.FolderError)) return error
    return [error.problem, error.message, error.path, (error.cause as { code?: string } | undefined)?.code]
  }
}

describe.skipIf(process.platform === 'win32')('a folder', () => {
  it.each([
    ['EACCES', 'notWritable'],
    ['EPERM', 'notWritable'],
    ['EROFS', 'notWritable'],
    ['ENOSPC', 'notWritable'],
    ['ENOTDIR', 'notAFolder']
  ])('that cannot be made because of %s is %s', (code, expected) => {
    refuse('mkdirSync', code)
    expect(problem()).toEqual([expected, expected, folder, code])
  })

  it('that cannot be written to is reported as such', () => {
    refuse('accessSync', 'EACCES')
    expect(problem()).toEqual(['notWritable', 'notWritable', folder, 'EACCES'])
  })

  it.each([
    ['EROFS', 'notWritable'],
    ['EPERM', 'notPrivate']
  ])('that cannot be closed to others because of %s is %s', (code, expected) => {
    mkdirSync(join(folder, 'logs'), { mode: 0o755 })
    mkdirSync(join(folder, 'accounts'), { mode: 0o700 })
    refuse('chmodSync', code)
    const [found, , path] = problem() as string[]
    expect(found).toBe(expected)
    expect([folder, join(folder, 'logs')]).toContain(path)
  })

  it('that is closed to others already is not touched', () => {
    chmodSync(folder, 0o700)
    refuse('chmodSync', 'EPERM')
    expect(problem()).toBeUndefined()
  })

  it('is refused if a file is in its place although the disk says that it was made', () => {
    rmdirSync(folder)
    writeFileSync(folder, '')
    replaced.set('mkdirSync', () => undefined)
    expect(problem()).toEqual(['notAFolder', 'notAFolder', folder, undefined])
  })

  it('on a disk that says yes and keeps its permissions is not private', () => {
    replaced.set('chmodSync', () => undefined)
    mkdirSync(join(folder, 'logs'), { mode: 0o755 })
    expect(problem()).toEqual(['notPrivate', 'notPrivate', folder, undefined])
  })
})

it('takes nothing but an error of the file system for a refusal by the disk', () => {
  for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOSPC']) expect(modules.isRefusedByDisk(failure(code))).toBe(true)
  for (const other of [failure('ENOENT'), new Error('EACCES'), { code: 'EACCES' }, 'EACCES', undefined])
    expect(modules.isRefusedByDisk(other)).toBe(false)
})

describe('the id of a new profile', () => {
  const file = (): string => join(folder, 'profile.json')

  it('is in a file of its owner alone, and nothing else is left', () => {
    const { id } = modules.openProfile(folder, 'machine')
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ v: 1, id, path: folder, machine: 'machine' })
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['profile.json'])
  })

  it('is that of the process that was faster', () => {
    const other = { v: 1, id: '0123456789abcdef0123456789abcdef', path: folder, machine: 'machine' }
    replaced.set('linkSync', () => {
      writeFileSync(file(), JSON.stringify(other))
      throw failure('EEXIST')
    })
    expect(modules.openProfile(folder, 'machine').id).toBe(other.id)
    expect(readdirSync(folder)).toEqual(['profile.json'])
  })

  it('is written on a disk without hard links too', () => {
    refuse('linkSync', 'EPERM')
    const { id } = modules.openProfile(folder, 'machine')
    expect(readFileSync(file(), 'utf8')).toContain(id)
    expect(readdirSync(folder)).toEqual(['profile.json'])
  })

  it('is not written over a file that nobody can read', () => {
    replaced.set('linkSync', () => {
      writeFileSync(file(), 'garbage')
      throw failure('EEXIST')
    })
    expect(() => modules.openProfile(folder, 'machine')).toThrow('EEXIST')
    expect(readFileSync(file(), 'utf8')).toBe('garbage')
    expect(readdirSync(folder)).toEqual(['profile.json'])
  })
})

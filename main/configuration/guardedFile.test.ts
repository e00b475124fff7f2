import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { readGuarded } from './guardedFile'

const user = process.getuid?.() ?? 0
let top: string
let folder: string
let path: string
beforeEach(async () => {
  top = await temporaryFolder()
  chmodSync(top, 0o755)
  folder = join(top, 'holdfast')
  path = join(folder, 'policy.json')
  mkdirSync(folder, { mode: 0o755 })
  writeFileSync(path, '{}', { mode: 0o644 })
})

const read = (uid = user) => readGuarded({ path, top, owner: { uid, name: 'root:root' } })
const mending = (where: string, mode: string): string => `sudo chown root:root ${where} && sudo chmod ${mode} ${where}`

describe.skipIf(process.platform === 'win32')('a file that decides for everybody on a computer', () => {
  it('is read if only its owner can write to it and to the folders above it', () => {
    expect(read()).toEqual({ state: 'read', bytes: Buffer.from('{}') })
  })

  it('is absent if there is none, or no folder for it', () => {
    rmSync(path)
    expect(read()).toEqual({ state: 'absent' })
    rmSync(folder, { recursive: true })
    expect(read()).toEqual({ state: 'absent' })
  })

  it('is refused if it belongs to somebody else, with the one command that mends it', () => {
    const command = [mending(path, '644'), mending(folder, '755'), mending(top, '755')].join(' && ')
    expect(read(user + 1)).toEqual({ state: 'refused', problem: { kind: 'owner', path, command } })
  })

  it.each([0o664, 0o646, 0o666])('is refused if others can write to it: %o', (mode) => {
    chmodSync(path, mode)
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'writable', path, command: mending(path, '644') } })
  })

  it.each([0o775, 0o757, 0o1777])('is refused if others can write to its folder: %o', (mode) => {
    chmodSync(folder, mode)
    const problem = { kind: 'writable', path: folder, command: mending(folder, '755') }
    expect(read()).toEqual({ state: 'refused', problem })
  })

  it('is refused if others can write to a folder further up', () => {
    chmodSync(top, 0o777)
    expect(read()).toMatchObject({ problem: { kind: 'writable', path: top } })
  })

  it('is refused if it is a link, wherever that leads', () => {
    renameSync(path, join(folder, 'other.json'))
    symlinkSync(join(folder, 'other.json'), path)
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'link', path } })
    rmSync(path)
    symlinkSync(join(folder, 'nowhere'), path)
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'link', path } })
  })

  it('is refused if its folder is a link', () => {
    renameSync(folder, join(top, 'other'))
    symlinkSync(join(top, 'other'), folder)
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'link', path: folder } })
  })

  it('is refused if its folder is a link that leads nowhere now, because it may have named a tenant', () => {
    rmSync(folder, { recursive: true })
    symlinkSync(join(top, 'a share that is not mounted'), folder)
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'link', path: folder } })
    mkdirSync(join(top, 'a share that is not mounted'))
    expect(read()).toEqual({ state: 'absent' })
  })

  it('is refused if it is a folder, a pipe that nobody writes to, a socket, or below a file', async () => {
    const notAFile = { state: 'refused', problem: { kind: 'notAFile', path } }
    rmSync(path)
    mkdirSync(path)
    expect(read()).toEqual(notAFile)
    rmSync(path, { recursive: true })
    execFileSync('mkfifo', [path])
    expect(read()).toEqual(notAFile)
    rmSync(path)
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(path, resolve))
    expect(read()).toEqual(notAFile)
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true })
    writeFileSync(folder, '')
    expect(read()).toEqual(notAFile)
  })

  it('is read up to 64 kB and refused beyond', () => {
    writeFileSync(path, Buffer.alloc(65_536, 'a'))
    expect(read()).toMatchObject({ state: 'read', bytes: { length: 65_536 } })
    writeFileSync(path, Buffer.alloc(65_537, 'a'))
    expect(read()).toEqual({ state: 'refused', problem: { kind: 'tooLarge', path } })
  })

  it('is refused if the person may not read it', () => {
    chmodSync(path, 0)
    const command = [mending(folder, '755'), mending(path, '644')].join(' && ')
    expect(asOrdinaryUser(() => read())).toEqual({ state: 'refused', problem: { kind: 'unreadable', path, command } })
  })

  it('names its path so that a shell reads it as one', () => {
    const odd = join(top, "Managed 'x'")
    renameSync(folder, odd)
    chmodSync(join(odd, 'policy.json'), 0o666)
    path = join(odd, 'policy.json')
    const shown = `'${path.replaceAll("'", String.raw`'\''`)}'`
    expect(read()).toMatchObject({ problem: { command: mending(shown, '644') } })
  })
})

/** Runs `act` as an ordinary user, because root may read everything. */
function asOrdinaryUser<T>(act: () => T): T {
  if (user !== 0) return act()
  const nobody = 65_534
  for (const one of [top, folder, path]) chownSync(one, 0, 0)
  process.seteuid?.(nobody)
  try {
    return act()
  } finally {
    process.seteuid?.(0)
  }
}

import { execFile, spawn } from 'node:child_process'
import { chmod, copyFile, mkdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'

const starter = fileURLToPath(new URL('tarball-starter.sh', import.meta.url))
const run = promisify(execFile)

let root: string
beforeEach(async () => {
  root = await temporaryFolder()
  await copyFile(starter, join(root, 'holdfast'))
  await chmod(join(root, 'holdfast'), 0o755)
  for (const version of ['0.1.0', '0.2.0']) await addVersion(version, 'echo "$0 $*"')
  await symlink('versions/0.1.0', join(root, 'current'))
})

async function addVersion(version: string, script: string): Promise<void> {
  await mkdir(join(root, 'versions', version), { recursive: true })
  await writeFile(join(root, 'versions', version, 'holdfast'), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

/** Replaces 0.1.0 by 0.2.0, as an update does. */
async function update(starts = 0): Promise<void> {
  await writeFile(join(root, 'trial'), `0.2.0 0.1.0 ${starts}\n`)
  await rm(join(root, 'current'))
  await symlink('versions/0.2.0', join(root, 'current'))
}

const start = (args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  run(join(root, 'holdfast'), args, { env: { PATH: process.env['PATH'], ...env } })
const trial = () => readFile(join(root, 'trial'), 'utf8')

it('starts the version that is current, with the arguments as they were given', async () => {
  expect((await start(['--lang=en', 'a b'])).stdout).toBe(`${root}/versions/0.1.0/holdfast --lang=en a b\n`)
})

it('finds its folder through a link', async () => {
  const folder = await temporaryFolder()
  await symlink(join(root, 'holdfast'), join(folder, 'holdfast'))
  expect((await run(join(folder, 'holdfast'))).stdout).toContain(`${root}/versions/0.1.0/holdfast`)
})

it('counts the starts of a new version, and goes back after the second one that came to nothing', async () => {
  await update()
  for (const count of [1, 2]) {
    expect((await start()).stdout).toContain('0.2.0')
    expect(await trial()).toBe(`0.2.0 0.1.0 ${count}\n`)
  }
  const { stdout, stderr } = await start()
  expect(stdout).toContain('0.1.0')
  expect(stderr).toBe('Holdfast 0.2.0 did not start twice, so version 0.1.0 is back in its place.\n')
  expect(await readlink(join(root, 'current'))).toBe('versions/0.1.0')
  expect(await readFile(join(root, 'rolled-back'), 'utf8')).toBe('0.2.0\n')
  await expect(trial()).rejects.toThrow('ENOENT')
})

it('stays with the new version once the app has taken the count away', async () => {
  await update()
  await start()
  await rm(join(root, 'trial'))
  for (let more = 0; more < 3; more++) expect((await start()).stdout).toContain('0.2.0')
})

it('does not count a start while the one before is under way', async () => {
  await addVersion('0.2.0', '')
  const sleep = await run('readlink', ['-f', '/bin/sleep'])
  await copyFile(sleep.stdout.trim(), join(root, 'versions/0.2.0/holdfast'))
  await update()
  const first = spawn(join(root, 'holdfast'), ['60'])
  const executable = join(root, 'versions/0.2.0/holdfast')
  await expect.poll(() => readlink(`/proc/${first.pid ?? 0}/exe`)).toBe(executable)
  for (let more = 0; more < 3; more++) await start(['0'])
  expect(await trial()).toBe('0.2.0 0.1.0 1\n')
  first.kill()
  await once(first, 'close')
})

it('does not count a start that only brings the window of the version before to the front', async () => {
  const sleep = await run('readlink', ['-f', '/bin/sleep'])
  await copyFile(sleep.stdout.trim(), join(root, 'versions/0.1.0/holdfast.new'))
  await rename(join(root, 'versions/0.1.0/holdfast.new'), join(root, 'versions/0.1.0/holdfast'))
  const running = spawn(join(root, 'versions/0.1.0/holdfast'), ['60'])
  await once(running, 'spawn')
  await update()
  for (let more = 0; more < 3; more++) expect((await start()).stdout).toContain('0.2.0')
  expect(await trial()).toBe('0.2.0 0.1.0 0\n')
  running.kill()
  await once(running, 'close')
  await start()
  expect(await trial()).toBe('0.2.0 0.1.0 1\n')
})

it('leaves nothing that others could write to, whatever the umask', async () => {
  await update()
  const open = 'umask 0; "$0/holdfast"'
  for (let more = 0; more < 2; more++) await run('sh', ['-c', open, root])
  expect((await stat(join(root, 'trial'))).mode & 0o022).toBe(0)
  await run('sh', ['-c', open, root])
  expect((await stat(join(root, 'rolled-back'))).mode & 0o022).toBe(0)
})

it('does not go back where the version before is not there any more, or its name leads elsewhere', async () => {
  await update(2)
  await rm(join(root, 'versions/0.1.0'), { recursive: true })
  expect((await start()).stdout).toContain('0.2.0')
  await writeFile(join(root, 'trial'), '0.2.0 .. 2\n')
  expect((await start()).stdout).toContain('0.2.0')
})

it('names what to do where the system forbids user namespaces, and never starts without the sandbox', async () => {
  const folder = join(root, 'programs')
  await mkdir(folder)
  await writeFile(join(folder, 'unshare'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  const env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` }
  await expect(start([], env)).rejects.toMatchObject({ code: 69, stdout: '' })
  await expect(start([], env)).rejects.toThrow("install Holdfast's .deb package")
  await expect(start([], { ...env, LANG: 'zh_CN.UTF-8' })).rejects.toThrow('无法启动')
})

it('says that the folder is not complete where no version is current', async () => {
  await rm(join(root, 'current'))
  await expect(start()).rejects.toMatchObject({ code: 72 })
  await expect(start()).rejects.toThrow('unpack the archive again')
})

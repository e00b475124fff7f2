import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { access, constants, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing.ts'
import { fallbackRelease, installFallback, refreshLoader } from './fallback.mjs'

const say = () => undefined
const name = 'electron-v33.4.11-test-runtime-linux-x64'

let folder, cache, tarball, release
beforeEach(async () => {
  folder = await temporaryFolder()
  cache = join(folder, 'cache')
  tarball = join(folder, 'package.tgz')
  await mkdir(cache)
  await mkdir(join(folder, 'package/resources'), { recursive: true })
  const files = [
    'clawbench-desktop',
    'chrome_crashpad_handler',
    'chrome-sandbox',
    'resources/app.asar',
    'resources/login.html'
  ]
  for (const file of files) await writeFile(join(folder, 'package', file), file, { mode: 0o644 })
  spawnSync('tar', ['-czf', tarball, '-C', folder, 'package'])
  release = {
    ...fallbackRelease(cache, 'linux-x64'),
    sha512: createHash('sha512')
      .update(await readFile(tarball))
      .digest('base64'),
    sha256: createHash('sha256').update('clawbench-desktop').digest('hex')
  }
})

async function pack(work) {
  await cp(tarball, join(work, 'package.tgz'))
  return join(work, 'package.tgz')
}

it('exists for linux-x64 only', () => {
  expect(fallbackRelease(cache, 'linux-arm64')).toBeUndefined()
  expect(fallbackRelease(cache, 'darwin-arm64')).toBeUndefined()
})

it('becomes a runtime of ours: the programs run, the app that was inside is gone, our loader is in its place', async () => {
  await installFallback(release, say, pack)
  for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    await access(join(cache, name, program), constants.X_OK)
  }
  expect(await readdir(join(cache, name, 'resources'))).toEqual(['app'])
  expect(await readdir(join(cache, name, 'resources/app'))).toContain('main.mjs')
})

it('refuses a package with another hash and leaves nothing', async () => {
  await expect(installFallback({ ...release, sha512: 'AAAA' }, say, pack)).rejects.toThrow('its sha512 differs')
  expect(await readdir(cache)).toEqual([])
})

it('refuses a program with another hash and leaves nothing', async () => {
  await expect(installFallback({ ...release, sha256: '00' }, say, pack)).rejects.toThrow('its sha256 differs')
  expect(await readdir(cache)).toEqual([])
})

it('gets the loader of this checkout when the cache holds an older one', async () => {
  await installFallback(release, say, pack)
  const loader = join(cache, name, 'resources/app/main.mjs')
  const ours = await readFile(loader, 'utf8')
  await writeFile(loader, 'older')
  await refreshLoader(release)
  expect(await readFile(loader, 'utf8')).toBe(ours)
})

import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../execute'
import { smallProduct } from './product.testing'
import { buildTarball } from './tarball'

const { folder, product } = await smallProduct()
afterAll(() => rm(folder, { recursive: true }))

describe.runIf(process.platform === 'linux')('the archive', () => {
  let file: string
  beforeAll(async () => {
    file = await buildTarball(product, join(folder, 'work'), folder)
  })

  it('says in its name that it is a test build', () => {
    expect(file).toBe(join(folder, 'holdfast-1.2.3~test-linux-x64.tar.gz'))
  })

  it('holds a starter, the version as a folder of its own, and a link to it', async () => {
    const rows = await execute('tar', ['--list', '--verbose', '--file', file], { env: { TZ: 'UTC' } })
    expect(
      rows
        .trimEnd()
        .split('\n')
        .map((row) => row.replaceAll(/ +/g, ' '))
    ).toEqual([
      'drwxr-xr-x 0/0 0 2023-11-14 22:13 holdfast/',
      'lrwxrwxrwx 0/0 0 2023-11-14 22:13 holdfast/current -> versions/1.2.3',
      expect.stringMatching(/^-rwxr-xr-x 0\/0 \d+ 2023-11-14 22:13 holdfast\/holdfast$/),
      'drwxr-xr-x 0/0 0 2023-11-14 22:13 holdfast/versions/',
      'drwxr-xr-x 0/0 0 2023-11-14 22:13 holdfast/versions/1.2.3/',
      '-rwxr-xr-x 0/0 30 2023-11-14 22:13 holdfast/versions/1.2.3/chrome-sandbox',
      '-rwxr-xr-x 0/0 24 2023-11-14 22:13 holdfast/versions/1.2.3/holdfast',
      'drwxr-xr-x 0/0 0 2023-11-14 22:13 holdfast/versions/1.2.3/resources/',
      '-rw-r--r-- 0/0 3 2023-11-14 22:13 holdfast/versions/1.2.3/resources/app.asar'
    ])
  })

  it('starts where it is unpacked', async () => {
    const place = join(folder, 'anywhere')
    await mkdir(place)
    await execute('tar', ['--extract', '--file', file, '--directory', place])
    expect(await execute(join(place, 'holdfast/holdfast'), [])).toBe('holdfast\n')
  })
})

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../execute'
import { buildDeb, debControl } from './deb'
import { smallProduct } from './product.testing'
import { layOutSystem } from './system'

const { folder, product } = await smallProduct()
afterAll(() => rm(folder, { recursive: true }))

describe.runIf(process.platform === 'linux')('the Debian package', () => {
  let deb: string
  let listed: string[]

  beforeAll(async () => {
    await layOutSystem(product, join(folder, 'system'))
    deb = await buildDeb(product, join(folder, 'system'), join(folder, 'deb'), folder)
    const rows = await execute('dpkg-deb', ['--contents', deb], { env: { TZ: 'UTC' } })
    listed = rows.trimEnd().split('\n')
  })

  const row = (path: string): string | undefined => listed.find((line) => line.includes(` .${path}`))

  it('says in its name and in its fields that it is a test build', async () => {
    expect(deb).toBe(join(folder, 'holdfast_1.2.3~test_amd64.deb'))
    const fields = await execute('dpkg-deb', ['--field', deb, 'Package', 'Version', 'Architecture', 'Description'])
    expect(fields).toContain('Package: holdfast\nVersion: 1.2.3~test\nArchitecture: amd64\n')
    expect(fields).toContain('Description: TEST BUILD of Holdfast, not a release\n')
  })

  it('does not say so on the runtime of a release', () => {
    expect(debControl({ ...product, testBuild: false }, 1)).not.toMatch(/test/i)
  })

  it('belongs to root, is writable by nobody else, and has one time', () => {
    expect(listed.length).toBeGreaterThan(30)
    for (const line of listed) expect(line).toMatch(/^(d|-|l)rw.{7} root\/root +\d+ 2023-11-14 22:13 /)
    for (const line of listed) if (!line.startsWith('l')) expect(line).toMatch(/^....(r-.){2}/)
  })

  it('lets only the helper of the sandbox run as root', () => {
    expect(listed.filter((line) => /^[^ ]*[sS]/.test(line))).toEqual([row('/opt/holdfast/chrome-sandbox')])
    expect(row('/opt/holdfast/chrome-sandbox')).toMatch(/^-rwsr-xr-x /)
  })

  it('is started by its name, from the tree in /opt', () => {
    expect(row('/usr/bin/holdfast')).toMatch(/^l.* -> \/opt\/holdfast\/holdfast$/)
    expect(row('/opt/holdfast/holdfast')).toMatch(/^-rwxr-xr-x /)
  })

  it('gives that right to a copy of its own: the tree is in other packages too', async () => {
    expect(await execute('stat', ['--format=%a', join(product.tree, 'chrome-sandbox')])).toBe('755\n')
  })
})

describe.runIf(process.platform === 'linux')('the script before an installation', () => {
  const preinst = (...args: string[]) =>
    execute('sh', [join(import.meta.dirname, 'maintainer-scripts/preinst'), ...args])

  it('refuses to put an older version over a newer one, in one sentence', async () => {
    await expect(preinst('upgrade', '0.10.0', '0.9.0')).rejects.toMatchObject({
      code: 1,
      stderr:
        'Holdfast 0.10.0 is installed and 0.9.0 is older, so nothing was changed. Remove holdfast first if you want the older one.\n'
    })
  })

  it.each([
    { args: ['upgrade', '0.9.0', '0.10.0'] },
    { args: ['upgrade', '0.9.0', '0.9.0'] },
    { args: ['upgrade', '0.9.0~test', '0.9.0'] },
    { args: ['install'] },
    { args: ['install', '0.10.0', '0.9.0'] }
  ])('lets everything else happen: $args', async ({ args }) => {
    await preinst(...args)
  })
})

describe.runIf(process.platform === 'linux')('the files of the package', () => {
  it('are scripts that shellcheck has no word against', async () => {
    const scripts = ['preinst', 'postinst', 'postrm'].map((name) =>
      join(import.meta.dirname, 'maintainer-scripts', name)
    )
    await execute('shellcheck', scripts)
  })

  it('are a desktop entry that every desktop reads', async () => {
    await execute('desktop-file-validate', [join(import.meta.dirname, 'holdfast.desktop')])
  })
})

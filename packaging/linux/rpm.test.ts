import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { execute } from '../execute'
import { smallProduct } from './product.testing'
import type { Product } from './product'
import { buildRpm, rpmSpec } from './rpm'
import { layOutSystem } from './system'

const { folder, product } = await smallProduct()
afterAll(() => rm(folder, { recursive: true }))

const build = async (version: string): Promise<string> => {
  const own: Product = { ...product, version }
  const work = join(folder, version)
  await layOutSystem(own, join(work, 'system'))
  return buildRpm(own, join(work, 'system'), join(work, 'rpm'), folder)
}

describe.runIf(process.platform === 'linux')('the RPM', () => {
  let rpm: string
  beforeAll(async () => {
    rpm = await build('1.10.0')
  })
  const ask = (format: string): Promise<string> =>
    execute('rpm', ['--query', '--queryformat', format, '--package', rpm])

  it('says in its name and in its fields that it is a test build', async () => {
    expect(rpm).toBe(join(folder, 'holdfast-1.10.0~test-1.x86_64.rpm'))
    expect(await ask('%{NAME} %{VERSION} %{ARCH}: %{SUMMARY}')).toBe(
      'holdfast 1.10.0~test x86_64: TEST BUILD of Holdfast, not a release'
    )
  })

  it('does not say so on the runtime of a release', () => {
    expect(rpmSpec({ ...product, testBuild: false }, '/system')).not.toMatch(/test/i)
  })

  it('belongs to root, has one time, and lets only the helper of the sandbox run as root', async () => {
    const rows = (await ask('[%{FILEMODES:perms} %{FILEUSERNAME} %{FILEMTIMES} %{FILENAMES}\\n]')).trimEnd().split('\n')
    expect(rows.length).toBeGreaterThan(10)
    for (const row of rows) expect(row).toMatch(/^.rw.{7} root 1700000000 /)
    expect(rows.filter((row) => /^[^ ]*s/.test(row))).toEqual([
      '-rwsr-xr-x root 1700000000 /opt/holdfast/chrome-sandbox'
    ])
  })

  it('is not put over a newer version, whatever rpm is told, and says so in one sentence', async () => {
    const machine = join(folder, 'machine')
    await mkdir(machine)
    // rpm changes its root folder, and only root may do that without a namespace.
    const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user']
    const run = (...args: string[]) => execute('unshare', [...asRoot, 'rpm', '--root', machine, ...args])
    const older = await build('1.9.0')
    await run('--install', '--nodeps', rpm)
    await expect(run('--upgrade', '--nodeps', '--oldpackage', older)).rejects.toThrow(
      'Holdfast 1.10.0~test is installed and 1.9.0~test is older, so nothing was changed. Remove holdfast first if you want the older one.'
    )
    expect(await run('--query', 'holdfast')).toBe('holdfast-1.10.0~test-1.x86_64\n')
    await run('--upgrade', '--nodeps', await build('1.11.0'))
    expect(await run('--query', 'holdfast')).toBe('holdfast-1.11.0~test-1.x86_64\n')
  })
})

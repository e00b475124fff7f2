import { chmod, cp, mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../main/ground/temporaryFolder.testing'
import { comparePackages, differingPaths } from './compare'
import { setTimes } from './linux/files'

const time = 1_700_000_000

/** Creates two equal outputs of packaging. */
async function twoOutputs(): Promise<[string, string]> {
  const folder = await temporaryFolder()
  const [one, other] = [join(folder, 'one'), join(folder, 'other')]
  const tree = join(one, 'linux-unpacked')
  await mkdir(join(tree, 'resources'), { recursive: true })
  await writeFile(join(tree, 'holdfast'), 'program', { mode: 0o755 })
  await symlink('holdfast', join(tree, 'link'))
  for (const name of ['app.asar', 'bom.json']) await writeFile(join(tree, 'resources', name), name)
  for (const name of ['a.deb', 'a.rpm', 'a.tar.gz']) await writeFile(join(one, name), name)
  await setTimes(one, time)
  await cp(one, other, { recursive: true, verbatimSymlinks: true })
  await setTimes(other, time)
  return [one, other]
}

describe.runIf(process.platform === 'linux')('two builds', () => {
  let one: string
  let other: string
  beforeEach(async () => {
    ;[one, other] = await twoOutputs()
  })

  it('are alike where nothing differs', async () => {
    expect(await comparePackages(one, other)).toEqual(
      [
        'linux-unpacked',
        'linux-unpacked/resources/app.asar',
        'linux-unpacked/resources/bom.json',
        'a.deb',
        'a.rpm',
        'a.tar.gz'
      ].map((what) => ({
        what,
        differences: []
      }))
    )
  })

  it.each<[string, (tree: string) => Promise<void>, string[]]>([
    ['a byte', (tree) => change(tree, () => writeFile(join(tree, 'holdfast'), 'Program')), ['holdfast']],
    ['a right', (tree) => chmod(join(tree, 'holdfast'), 0o4755), ['holdfast']],
    ['a time', (tree) => utimes(join(tree, 'holdfast'), time + 1, time + 1), ['holdfast']],
    ['a file more', (tree) => change(tree, () => writeFile(join(tree, 'more'), '')), ['more']],
    [
      'where a link leads',
      (tree) =>
        change(tree, async () => {
          await rm(join(tree, 'link'))
          await symlink('elsewhere', join(tree, 'link'))
        }),
      ['link']
    ]
  ])('differ by %s', async (_what, make, differences) => {
    await make(join(other, 'linux-unpacked'))
    expect(await differingPaths(join(one, 'linux-unpacked'), join(other, 'linux-unpacked'))).toEqual(differences)
  })

  it('are compared package by package', async () => {
    await writeFile(join(other, 'a.rpm'), 'a.RPM')
    const differing = (await comparePackages(one, other)).filter(({ differences }) => differences.length > 0)
    expect(differing).toEqual([{ what: 'a.rpm', differences: ['a.rpm'] }])
  })

  it('are not taken for alike where there is nothing to compare', async () => {
    await expect(comparePackages(join(one, 'linux-unpacked'), other)).rejects.toThrow('no packages to compare')
  })
})

/** Changes a tree as if it had been built so, with the same time. */
async function change(tree: string, make: () => Promise<void>): Promise<void> {
  await make()
  await setTimes(tree, time)
}

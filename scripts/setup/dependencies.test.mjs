import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { shippedPackages } from '../../packaging/bill/shipped'
import { root } from '../run/machine.mjs'
import { buildApp } from './build.mjs'

const read = (name) => readFile(join(root, name), 'utf8')
const { dependencies, devDependencies } = JSON.parse(await read('package.json'))
const { packages } = JSON.parse(await read('package-lock.json'))
const locked = Object.entries(packages).filter(([path]) => path !== '')

describe('the packages that Holdfast is made of', () => {
  it('are named by one exact version each', () => {
    const exact = /^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+$/
    const all = Object.entries({ ...dependencies, ...devDependencies })
    expect(all.filter(([, version]) => !exact.test(version))).toEqual([])
  })

  it('are locked by a hash, and come from nowhere but the registry', () => {
    expect(locked.length).toBeGreaterThan(100)
    const loose = locked.filter(
      ([, { integrity = '', resolved }]) => !/^sha512-/.test(integrity) || resolved !== undefined
    )
    expect(loose.map(([path]) => path)).toEqual([])
  })

  it('run no script of their own when they are installed', async () => {
    expect((await read('.npmrc')).split('\n')).toContain('ignore-scripts=true')
  })
})

describe('the packages of npm that are shipped', () => {
  let direct
  beforeAll(async () => {
    await buildApp(root, () => undefined)
    const shipped = await shippedPackages(root)
    direct = ['electron', ...shipped.filter((one) => one.direct).map(({ place }) => place.replace('node_modules/', ''))]
  })

  it('are few', () => {
    expect(direct).toContain('vue')
    expect(direct.length).toBeLessThanOrEqual(26)
  })

  it('have a decision each', async () => {
    const names = await readdir(join(root, 'docs/decisions'))
    const notes = await Promise.all(
      names.filter((name) => name.endsWith('.md')).map((name) => read(`docs/decisions/${name}`))
    )
    expect(direct.filter((name) => !notes.some((note) => note.includes(`\`${name}\``)))).toEqual([])
  })
})

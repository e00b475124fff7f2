import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../run/machine.mjs'

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

  it('are few where they are shipped', () => {
    expect(Object.keys(dependencies).length).toBeLessThanOrEqual(26)
  })
})

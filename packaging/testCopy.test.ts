import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../main/ground/temporaryFolder.testing'
import { differences, makeTestCopy } from './testCopy'

let folder: string
const at = (...path: string[]): string => join(folder, ...path)
const compared = (): Promise<string[]> => differences(at('shipped'), at('copy'))

beforeEach(async () => {
  folder = await temporaryFolder()
  await mkdir(at('shipped/resources'), { recursive: true })
  await writeFile(at('shipped/holdfast'), 'program')
  await writeFile(at('shipped/resources/app.asar'), 'archive')
  await cp(at('shipped'), at('copy'), { recursive: true })
})

it('finds nothing between a tree and its copy', async () => {
  expect(await compared()).toEqual([])
})

it('counts every byte that differs, in every file', async () => {
  await writeFile(at('copy/holdfast'), 'Program')
  expect(await compared()).toEqual(['holdfast: 1 byte'])
  await writeFile(at('copy/holdfast'), 'PrograM')
  await writeFile(at('copy/resources/app.asar'), 'Archive')
  expect(await compared()).toEqual(['holdfast: 2 bytes', 'resources/app.asar: 1 byte'])
})

it('names what only one of them has, and what has another size or other permissions', async () => {
  await writeFile(at('copy/resources/more'), '')
  await writeFile(at('copy/resources/app.asar'), 'archives')
  await chmod(at('copy/holdfast'), 0o600)
  expect(await compared()).toEqual([
    'holdfast: other permissions',
    'resources/app.asar: other size',
    'resources/more: only in one of them'
  ])
  await rm(at('copy/resources'), { recursive: true })
  expect(await compared()).toContain('resources/app.asar: only in one of them')
})

/** The mark that @electron/fuses looks for in a program, followed by nine closed fuses. */
const wire = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009${'0'.repeat(9)}`

it('opens one fuse in the copy, in each half of a program for two kinds of processor', async () => {
  await writeFile(at('shipped/holdfast'), `one ${wire} other ${wire} end`)
  await makeTestCopy(at('shipped'), at('copy'), 'holdfast', 2)
  expect(await compared()).toEqual(['holdfast: 2 bytes'])
})

it('refuses a copy in which another number of bytes differs', async () => {
  await writeFile(at('shipped/holdfast'), `one ${wire} other ${wire} end`)
  await expect(makeTestCopy(at('shipped'), at('copy'), 'holdfast')).rejects.toThrow('holdfast: 2 bytes')
  await writeFile(at('shipped/holdfast'), `one ${wire} end`)
  await expect(makeTestCopy(at('shipped'), at('copy'), 'holdfast', 2)).rejects.toThrow('holdfast: 1 byte')
})

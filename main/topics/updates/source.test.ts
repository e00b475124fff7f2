import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { readUpdateSource } from './source'

let folder: string
beforeEach(async () => {
  folder = await temporaryFolder()
  await writeFile(join(folder, 'root.json'), '{}')
})

async function read(updateAddress?: unknown) {
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'holdfast', updateAddress }))
  return readUpdateSource(folder)
}

it('takes address and root of trust from the folder of the app', async () => {
  expect(await read('https://updates.example/holdfast/')).toEqual({
    address: 'https://updates.example/holdfast/',
    root: Buffer.from('{}')
  })
})

it('finds no source if the packager gave no address', async () => {
  expect(await read('')).toBeUndefined()
  expect(await read()).toBeUndefined()
})

it.each(['http://updates.example/', 'ftp://updates.example/', 'https://ada:secret@updates.example/', 'updates', 7])(
  'refuses the address %s',
  async (address) => {
    await expect(read(address)).rejects.toThrow()
  }
)

it('refuses an address that comes without a root of trust', async () => {
  await rm(join(folder, 'root.json'))
  await expect(read('https://updates.example/')).rejects.toThrow('ENOENT')
})

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { machineName } from './machine'

const id = '0123456789abcdef0123456789abcdef'

it('names a machine the same way at each start, by a hash that hides its id', async () => {
  const path = join(await temporaryFolder(), 'machine-id')
  for (const content of [id, `${id}\n`]) {
    await writeFile(path, content)
    expect(machineName(path)).toBe('c8a984323eabcbf9c45337cf06e18274')
  }
})

it('has no name for a machine without an id', async () => {
  const path = join(await temporaryFolder(), 'machine-id')
  expect(machineName(path)).toBe('')
  await writeFile(path, ' \n')
  expect(machineName(path)).toBe('')
})

it('asks the system under the path where Linux keeps the id', () => {
  expect(machineName()).toBe(machineName('/etc/machine-id'))
})

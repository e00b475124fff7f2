import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { keepMemoryOutOfCoreDumps } from './coreDumps'

const filterOf = async (process: string): Promise<number> =>
  Number(`0x${await readFile(`/proc/${process}/coredump_filter`, 'utf8')}`)

it.runIf(process.platform === 'linux')('no memory of this process or of one it starts is dumped', async () => {
  expect(await filterOf('self')).not.toBe(0)
  keepMemoryOutOfCoreDumps()
  expect(await filterOf('self')).toBe(0)
  const { stdout } = await promisify(execFile)('cat', ['/proc/self/coredump_filter'])
  expect(Number(`0x${stdout}`)).toBe(0)
})

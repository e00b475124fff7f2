import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

/**
 * Creates keys with less and less memory left before the next garbage collection, so that one collection falls into an
 * export.
 */
const makeKeys = `
  import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
  import { getHeapSpaceStatistics } from 'node:v8'
  import { createSigningKey } from '${new URL('signingKey.ts', import.meta.url).href}'

  const room = () => getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_available_size
  const keyClass = Object.getPrototypeOf(generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey)
  const original = keyClass.export
  let left = 0
  let filling = []
  keyClass.export = function (options) {
    for (let tries = 0; room() > left && tries < 5_000; tries++) filling = new Array(20).fill(tries)
    return original.call(this, options)
  }
  for (left = 5_000; left > 1_000; left -= 50) createSigningKey(512)
  console.log('made')`

it('makes a key even while its generator is collected as garbage', async () => {
  // A process that hangs is killed.
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--max-semi-space-size=1', '--import', 'tsx', '--input-type=module', '--eval', makeKeys],
    { timeout: 25_000, killSignal: 'SIGKILL' }
  )
  expect(stdout).toBe('made\n')
})

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const model = readFileSync(join(root, 'docs/SECURITY-MODEL.md'), 'utf8')
const rows = Array.from(model.matchAll(/^\| (\d+(?:, \d+)*) \| (.*) \|$/gm), ([, numbers = '', row = '']) => ({
  numbers: numbers.split(', ').map(Number),
  row
}))

it('the security model says of every requirement whether it holds', () => {
  const all = rows.flatMap(({ numbers }) => numbers).sort((one, other) => one - other)
  expect(all).toEqual(Array.from({ length: 58 }, (_, index) => index + 1))
  for (const { row } of rows) expect(row).toMatch(/\| (holds|in part|not yet)/)
})

it('the security model names a test that exists for all that holds', () => {
  for (const { numbers, row } of rows.filter(({ row: text }) => text.includes('| holds'))) {
    expect([numbers, row]).toEqual([numbers, expect.stringContaining('`')])
  }
  const named = Array.from(
    model.matchAll(/`((?:e2e|main|renderer|torture|scripts)\/[\w./-]+)`/g),
    ([, file = '']) => file
  )
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([])
})

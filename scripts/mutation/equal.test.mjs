import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const entries = JSON.parse(await readFile(new URL('equal.json', import.meta.url), 'utf8'))

it('gives a reason for each mutant that is listed as equal, and lists each once', () => {
  for (const entry of entries) {
    expect(Object.keys(entry)).toEqual(['id', 'file', 'code', 'becomes', 'reason'])
    expect(entry.reason).toMatch(/^[A-Z].+\.$/)
  }
  expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length)
})

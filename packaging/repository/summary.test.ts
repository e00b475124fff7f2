import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Json } from './canonical'
import { runCommand } from './commands'
import { draftTargets } from './drafts'
import { writeKeyFile } from './keyFile'
import { generatePrivateKey } from './keys'
import { textOf } from './metadata'
import { noticeOf } from './repository.testing'

const passphrase = 'several words that are easy to keep'
const cost = { N: 16, r: 1, p: 1 }
const now = new Date('2026-11-28T12:00:00Z')
const sha256 = 'a'.repeat(64)
const sha512 = 'b'.repeat(128)
const custom = noticeOf('1.2.3')
const file = { length: 9, hashes: { sha256, sha512 }, custom }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-summary-'))
  await writeKeyFile(join(folder, 'key'), { role: 'targets', key: generatePrivateKey() }, passphrase, cost)
})
afterAll(() => rm(folder, { recursive: true }))

/** Lets the holder of the key sign what somebody else has prepared. Resolves with the text that is shown to them. */
async function sign(targets: Record<string, Json>): Promise<string> {
  const draft = join(folder, 'draft')
  const { signed } = draftTargets(undefined, { notice: custom, files: {} }, now)
  await writeFile(draft, textOf({ signatures: [], signed: { ...signed, targets } }))
  const said: string[] = []
  const surroundings = { say: (line: string) => said.push(line), passphrase: () => Promise.resolve(passphrase) }
  await runCommand(['sign', '--draft', draft, '--key', join(folder, 'key')], { ...surroundings, now: () => now, cost })
  return said.join('\n')
}

describe('a draft by somebody who wants the holder of the key to sign something else than they read', () => {
  it.each<[string, Record<string, Json>]>([
    ['a file of another name', { 'linux-x64.deb.exe': file }],
    ['a name that writes over the lines above', { 'linux-x64.deb\u001b[2K\r': file }],
    ['a hash that is none', { 'linux-x64.deb': { ...file, hashes: { sha256: `${sha256}\u001b[8m`, sha512 } } }],
    ['a notice that no app would take', { 'linux-x64.deb': { ...file, custom: { ...custom, minimum: '9.0.0' } } }],
    ['a notice with more in it', { 'linux-x64.deb': { ...file, custom: { ...custom, note: '' } } }]
  ])('is refused with %s', async (_what, targets) => {
    await expect(sign(targets)).rejects.toThrow('is not what it should be')
    expect(await readFile(join(folder, 'draft'), 'utf8')).toContain('"signatures": []')
  })

  it('is shown with everything in it that a terminal would hide or carry out', async () => {
    const notes = { en: 'Good\u202e\u009b2K\u2028', 'zh-CN': '好\u200b' }
    const shown = await sign({ 'linux-x64.deb': { ...file, custom: { ...custom, notes } } })
    expect(shown).toContain(String.raw`"en":"Good\u{202e}\u{9b}2K\u{2028}","zh-CN":"好\u{200b}"`)
  })
})

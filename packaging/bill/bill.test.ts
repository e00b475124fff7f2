import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../../main/ground/temporaryFolder.testing'
import { Refusal } from '../refusal'
import { writeBill } from './bill'
import { mistakesIn } from './cycloneDx.testing'

const runtime = {
  electron: '45.4.1',
  chrome: '142.0.7444.59',
  node: '24.11.0'
}
const integrity = `sha512-${Buffer.alloc(64, 0xab).toString('base64')}`
const written = z.looseObject({
  components: z.array(
    z.object({
      name: z.string(),
      purl: z.string(),
      hashes: z.unknown().optional(),
      properties: z.array(z.object({ value: z.string() })).optional()
    })
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) }))
})
const mit = 'Permission is hereby granted.'

let root: string
beforeEach(async () => {
  root = await temporaryFolder()
  await writeTree()
})

async function put(path: string, content: unknown): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
}

/** Writes a source tree after its build. Only `near` depends on `far`, and `near` has a `shared` of its own. */
async function writeTree(changes: Record<string, object> = {}): Promise<void> {
  const packages: Record<string, object> = {
    'node_modules/near': {
      version: '2.0.0',
      license: 'MIT',
      dependencies: { '@scope/far': '1', shared: '2' }
    },
    'node_modules/near/node_modules/shared': {
      version: '2.0.0',
      license: 'ISC'
    },
    'node_modules/@scope/far': { version: '1.0.0', license: 'MIT' },
    'node_modules/shared': { version: '1.0.0', license: 'OFL-1.1' },
    'node_modules/tool': { version: '9.0.0', license: 'GPL-3.0-only' },
    ...changes
  }
  const locked = Object.entries(packages).map(([place, entry]): [string, object] => [place, { integrity, ...entry }])
  await put('package-lock.json', {
    packages: { '': {}, ...Object.fromEntries(locked) }
  })
  await put('package.json', {
    dependencies: { near: '2.0.0' },
    devDependencies: { shared: '1.0.0' }
  })
  await put('LICENSE', 'Apache License')
  await put('node_modules/electron/LICENSE', 'Electron contributors')
  await put('node_modules/near/LICENSE', `${mit}\n\n# Licenses of bundled dependencies\nof another`)
  await put('node_modules/@scope/far/LICENSE.md', mit)
  await put('node_modules/near/node_modules/shared/license', 'ISC License')
  await put('node_modules/shared/LICENSE', 'SIL OPEN FONT LICENSE')
  await put('node_modules/shared/NOTICE', 'made by hand')
  await put('out/bill/main.json', [
    'node_modules/near',
    'node_modules/near/node_modules/shared',
    'node_modules/@scope/far'
  ])
  await put('out/bill/preload.json', [])
  await put('out/bill/renderer.json', ['node_modules/@scope/far', 'node_modules/shared'])
}

const text = (name: string): Promise<string> => readFile(join(root, 'out/bill', name), 'utf8')

async function bill(): Promise<z.infer<typeof written>> {
  await writeBill(root, '1.2.3', runtime)
  return written.parse(JSON.parse(await text('bom.json')))
}

it('holds to the schema of CycloneDX', async () => {
  await bill()
  expect(await mistakesIn(JSON.parse(await text('bom.json')))).toEqual([])
})

it('names the runtime and each package, with the parts of the app that it is in', async () => {
  const { components } = await bill()
  expect(components.map(({ purl, properties }) => [purl, properties?.map(({ value }) => value)])).toEqual([
    ['pkg:npm/electron@45.4.1', undefined],
    ['pkg:generic/chromium@142.0.7444.59', undefined],
    ['pkg:generic/node@24.11.0', undefined],
    ['pkg:npm/%40scope/far@1.0.0', ['main', 'renderer']],
    ['pkg:npm/near@2.0.0', ['main']],
    ['pkg:npm/shared@1.0.0', ['renderer']],
    ['pkg:npm/shared@2.0.0', ['main']]
  ])
})

it('separates what Holdfast depends on itself from indirect dependencies', async () => {
  const { dependencies } = await bill()
  const of = (start: string) => dependencies.find(({ ref }) => ref.startsWith(start))?.dependsOn
  expect(of('holdfast@')).toEqual(['pkg:npm/electron@45.4.1', 'pkg:npm/near@2.0.0', 'pkg:npm/shared@1.0.0'])
  expect(of('pkg:npm/near@')).toEqual(['pkg:npm/%40scope/far@1.0.0', 'pkg:npm/shared@2.0.0'])
})

it('gives the hash of each package as the lockfile has it', async () => {
  const near = (await bill()).components.find(({ name }) => name === 'near')
  expect(near?.hashes).toEqual([{ alg: 'SHA-512', content: 'ab'.repeat(64) }])
})

it('is the same, byte for byte, whenever it is made', async () => {
  await bill()
  const first = [await text('bom.json'), await text('THIRD-PARTY-NOTICES.txt')]
  await bill()
  expect([await text('bom.json'), await text('THIRD-PARTY-NOTICES.txt')]).toEqual(first)
})

it('brings every licence in full, Holdfast’s own first, and one that is shared once', async () => {
  await bill()
  const notices = await text('THIRD-PARTY-NOTICES.txt')
  expect(notices).toMatch(/^=+\nHoldfast 1\.2\.3 \(Apache-2\.0\)\n=+\n\nApache License\n/)
  expect(notices.split(mit)).toHaveLength(2)
  expect(notices).toContain(`@scope/far 1.0.0 (MIT)\nnear 2.0.0 (MIT)\n`)
  expect(notices).toContain('SIL OPEN FONT LICENSE\n\nmade by hand')
  expect(notices).toContain('LICENSES.chromium.html')
})

it('leaves out the licences of what a package was built with', async () => {
  await bill()
  expect(await text('THIRD-PARTY-NOTICES.txt')).not.toContain('of another')
})

it.each([
  ['a copyleft licence', { license: 'GPL-3.0-only' }, 'is under GPL-3.0-only'],
  ['a licence that nobody has read', { license: 'Custom' }, 'is under Custom'],
  ['the word UNLICENSED', { license: 'UNLICENSED' }, 'is under UNLICENSED'],
  ['no licence', {}, 'names no licence']
])('refuses %s in one sentence that says what to do', async (_what, entry, said) => {
  await writeTree({ 'node_modules/shared': { version: '1.0.0', ...entry } })
  const refused = bill()
  await expect(refused).rejects.toBeInstanceOf(Refusal)
  await expect(refused).rejects.toThrow(
    `shared 1.0.0 would be shipped, but it ${said}, and Holdfast is under Apache-2.0: take it out`
  )
})

it('refuses a package that holds no text of its licence', async () => {
  await rm(join(root, 'node_modules/@scope/far/LICENSE.md'))
  await expect(bill()).rejects.toThrow('@scope/far 1.0.0 would be shipped, but holds no text of its licence')
})

it('refuses a package that the lockfile does not know', async () => {
  await put('out/bill/renderer.json', ['node_modules/unknown'])
  await expect(bill()).rejects.toThrow()
})

it('brings the text for a package that names its licence and forgot to bring it', async () => {
  await writeTree({ 'node_modules/lazy-val': { version: '1.0.5', license: 'MIT' } })
  await put('node_modules/lazy-val/package.json', {})
  await put('out/bill/main.json', ['node_modules/lazy-val'])
  await bill()
  expect(await text('THIRD-PARTY-NOTICES.txt')).toMatch(
    /lazy-val 1\.0\.5 \(MIT\)\n=+\n\nThe package lazy-val names the MIT licence/
  )
})

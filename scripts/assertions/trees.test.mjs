import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { judge } from './judge.mjs'
import { filesAt, filesNow } from './trees.mjs'

const text = `it('is two', () => { expect(1 + 1).toBe(2) })`

let root
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-assertions-'))
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], { cwd: root })
  git('init', '-q')
  await mkdir(join(root, 'torture'))
  await writeFile(join(root, 'sum.test.ts'), text)
  await writeFile(join(root, 'torture/attacks.json'), '{}')
  await writeFile(join(root, 'words.json'), '{}')
  await writeFile(join(root, '.gitignore'), 'out/')
  git('add', '.')
  git('commit', '-qm', 'before')
  git('mv', 'sum.test.ts', 'moved.test.ts')
})
afterAll(() => rm(root, { recursive: true }))

it('reads the tests of a revision and those of the work tree, committed or not', async () => {
  await writeFile(join(root, 'new.spec.ts'), '')
  await mkdir(join(root, 'out'))
  await writeFile(join(root, 'out/built.mjs'), '')
  const names = (files) => files.map(([file]) => file).sort()
  expect(names(await filesAt(root, 'HEAD'))).toEqual(['sum.test.ts', 'torture/attacks.json'])
  expect(names(await filesNow(root))).toEqual(['moved.test.ts', 'new.spec.ts', 'torture/attacks.json'])
})

it('passes a test that only moved, and stops one that was made weaker on the way', async () => {
  const judged = async () => judge(await filesAt(root, 'HEAD'), await filesNow(root), {})
  expect((await judged()).unexplained).toBe(0)
  await writeFile(join(root, 'moved.test.ts'), text.replace('toBe(2)', 'toBeTruthy()'))
  expect((await judged()).lines).toEqual([
    'moved.test.ts: "is two" asserts no longer: expect(1+1).toBe(2)\n    now perhaps: expect(1+1).toBeTruthy()',
    'Before: 1 tests, 1 assertions, 0 rows of tables. Now: 1 tests, 1 assertions, 0 rows of tables.',
    'Differences: 1, of which 0 are explained.'
  ])
})

it('asks for a revision that there is', async () => {
  await expect(filesAt(root, 'nowhere')).rejects.toThrow('There is no revision nowhere in this repository.')
})

it('keeps a reason with every change that was made on purpose', async () => {
  const map = JSON.parse(await readFile(new URL('changes.json', import.meta.url), 'utf8'))
  expect(Object.keys(map)).toEqual(['titles', 'words', 'explained'])
  expect(
    Object.values(map)
      .flat()
      .filter(({ reason }) => !reason)
  ).toEqual([])
})

import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../run/machine.mjs'
import { folders, patternsOf } from './folders.mjs'

const exists = (path) => existsSync(join(root, path))

it('mutates every module of a folder, judged by the tests in it', () => {
  expect(patternsOf({ name: 'main/a' })).toEqual({
    mutate: ['main/a/**/*.ts', '!**/*.{test,testing}.ts'],
    tests: ['main/a/**/*.test.ts']
  })
})

it('mutates the files that are named, judged by the tests beside them and by others', () => {
  expect(patternsOf({ name: 'main/a', files: ['b.ts'], alsoTests: ['main/c/d.test.ts'] })).toEqual({
    mutate: ['main/a/b.ts', '!**/*.{test,testing}.ts'],
    tests: ['main/a/b.test.ts', 'main/c/d.test.ts']
  })
})

it('finds the files of an entry that is named after a part of a folder', () => {
  expect(patternsOf({ name: 'main/a/part', path: 'main/a', files: ['b.ts'], without: ['c.ts'] })).toEqual({
    mutate: ['main/a/b.ts', '!**/*.{test,testing}.ts', '!main/a/c.ts'],
    tests: ['main/a/b.test.ts']
  })
})

it('leaves out what no mutant reaches', () => {
  expect(patternsOf({ name: 'main/a', without: ['worker.ts'] }).mutate).toContain('!main/a/worker.ts')
})

it.each(folders)(
  'finds the folder $name, and in it what is named',
  ({ name, path = name, files = [], without = [], alsoTests = [] }) => {
    const paths = [path, ...[...files, ...without].map((file) => `${path}/${file}`), ...alsoTests]
    const named = paths.filter((path) => !path.includes('*'))
    expect(named.filter((path) => !exists(path))).toEqual([])
  }
)

it('mutates the machine of every topic that has one', () => {
  const topics = readdirSync(join(root, 'main/topics')).map((topic) => `main/topics/${topic}`)
  const named = folders.filter(({ files = ['machine.ts'] }) => files.includes('machine.ts')).map(({ name }) => name)
  expect(topics.filter((topic) => exists(`${topic}/machine.ts`) && !named.includes(topic))).toEqual([])
})

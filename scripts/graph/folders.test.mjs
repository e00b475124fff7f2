import { expect, it } from 'vitest'
import { circleLines, diagramOf, tableOf } from './drawing.mjs'
import { circlesIn, folderGraph, folderOf, heightsOf } from './folders.mjs'

/** Reads imports from lines of two paths each. */
const imports = (text) =>
  text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' '))
    .map(([from, to]) => ({ from, to }))

const straight = imports(`
  main/index.ts main/topics/removal/handlers.ts
  main/topics/removal/handlers.ts main/vault/keychain.ts
  main/vault/keychain.ts main/vault/record.ts
  main/vault/keychain.ts main/ground/errors.ts`)

const round = imports(`
  main/index.ts main/lock/lock.ts
  main/lock/lock.ts main/session/tokens.ts
  main/lock/pin.ts main/session/session.ts
  main/session/session.ts main/topics/session/handlers.ts
  main/topics/session/handlers.ts main/lock/lock.ts
  main/session/session.ts main/ground/errors.ts`)

it('takes a topic for a folder, and a file beside the folders for itself', () => {
  expect(folderOf('main/vault/keychain.ts')).toBe('main/vault')
  expect(folderOf('main/tenant/operations/factors.ts')).toBe('main/tenant')
  expect(folderOf('main/topics/removal/machine.ts')).toBe('main/topics/removal')
  expect(folderOf('main/topics/topic.ts')).toBe('main/topics/topic.ts')
  expect(folderOf('main/index.ts')).toBe('main/index.ts')
})

it('finds no circle where folders import only what lies below them', () => {
  expect(circlesIn(folderGraph(straight))).toEqual([])
})

it('finds a circle of folders although no two files import each other', () => {
  const [circle, ...others] = circlesIn(folderGraph(round))
  expect(others).toEqual([])
  expect(circle.folders).toEqual(['main/lock', 'main/session', 'main/topics/session'])
  expect(circleLines(circle)).toEqual([
    'Circle: main/lock, main/session, main/topics/session',
    '  main/session/session.ts imports main/topics/session/handlers.ts',
    '  main/topics/session/handlers.ts imports main/lock/lock.ts',
    '  main/lock/lock.ts imports main/session/tokens.ts',
    '  main/lock/pin.ts imports main/session/session.ts'
  ])
})

it('tells two circles apart that only lead to each other', () => {
  const two = imports('a/a/1 a/b/1\na/b/2 a/a/2\na/a/1 a/c/1\na/c/2 a/d/1\na/d/2 a/c/1')
  expect(circlesIn(folderGraph(two)).map(({ folders }) => folders)).toEqual([
    ['a/a', 'a/b'],
    ['a/c', 'a/d']
  ])
})

it('draws the highest folder first, and those of a circle at one height', () => {
  expect(tableOf(folderGraph(straight))).toEqual([
    '  3  main/index.ts        main/topics/removal',
    '  2  main/topics/removal  main/vault',
    '  1  main/vault           main/ground',
    '  0  main/ground          -'
  ])
  const heights = heightsOf(folderGraph(round))
  expect(Object.fromEntries(heights)).toEqual({
    'main/index.ts': 2,
    'main/lock': 1,
    'main/session': 1,
    'main/topics/session': 1,
    'main/ground': 0
  })
})

it('draws a diagram with an arrow for each pair of folders', () => {
  expect(diagramOf(folderGraph(straight.slice(2)))).toBe(
    'flowchart TD\n  main_vault["main/vault"]\n  main_ground["main/ground"]\n  main_vault --> main_ground\n'
  )
})

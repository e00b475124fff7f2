import { expect, it } from 'vitest'
import { root } from '../run/machine.mjs'
import { circleLines } from './drawing.mjs'
import { circlesIn, folderGraph } from './folders.mjs'
import { readImports } from './imports.mjs'

it.each(['contract', 'main', 'preload', 'renderer', 'sandbox'])('has no circle of folders in %s', async (part) => {
  const graph = folderGraph(await readImports(root, [part]))
  expect(circlesIn(graph).flatMap(circleLines)).toEqual([])
})

import { effectScope, nextTick, shallowRef } from 'vue'
import { expect, it } from 'vitest'
import { useShownRows } from './useShownRows'

type Range = readonly [number, number]

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
const nextFrame = async () => {
  await frame()
  await frame()
}

function watched(first: Range | undefined) {
  const shown = shallowRef(first)
  const told: Range[] = []
  const scope = effectScope()
  scope.run(() => useShownRows(shown, (...range) => void told.push(range)))
  const show = async (range: Range | undefined) => {
    shown.value = range
    await nextTick()
  }
  return { told, show, scope }
}

it('tells at once the first rows and those that have a row in common with the rows of before', async () => {
  const { told, show } = watched([0, 9])
  await show([9, 18])
  await show([0, 9])
  expect(told).toEqual([
    [0, 9],
    [9, 18],
    [0, 9]
  ])
})

it('tells at once the rows of a jump, and tells them once', async () => {
  const { told, show } = watched([0, 9])
  await show([100, 109])
  await nextFrame()
  await show([200, 209])
  await nextFrame()
  expect(told).toEqual([
    [0, 9],
    [100, 109],
    [200, 209]
  ])
})

it('tells where a list that flies past is at first and where it stops', async () => {
  const { told, show } = watched([0, 9])
  await show([100, 109])
  await show([200, 209])
  await show([300, 309])
  expect(told).toEqual([
    [0, 9],
    [100, 109]
  ])
  await nextFrame()
  expect(told).toEqual([
    [0, 9],
    [100, 109],
    [300, 309]
  ])
})

it('tells nothing once the rows are gone, or the list itself', async () => {
  const { told, show, scope } = watched([0, 9])
  await show([100, 109])
  await show([200, 209])
  await show(undefined)
  await nextFrame()
  await show([300, 309])
  await show([400, 409])
  await show([500, 509])
  scope.stop()
  await nextFrame()
  expect(told).toEqual([
    [0, 9],
    [100, 109],
    [300, 309],
    [400, 409]
  ])
})

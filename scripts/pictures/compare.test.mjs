import { describe, expect, test } from 'vitest'
import { compare, cutWords, tolerance } from './compare.mjs'
import { pack, unpack } from './records.mjs'

const look = 'dark-zh-CN-900x600'
const screenOf = (boxes) => ({ [look]: { boxes, cut: [] } })
const before = {
  'main 1': [0, 0, 900, 600],
  'main 1/list 1': [20, 100, 400, 200],
  'main 1/list 1/button 1': [30, 110, 80, 32]
}
const changes = (boxes) => compare('methods', screenOf(before), screenOf(boxes))

describe('a layout beside the accepted one', () => {
  test('is the same where nothing changed by more than the tolerance', () => {
    expect(changes(before)).toEqual([])
    expect(changes({ ...before, 'main 1/list 1': [20 + tolerance, 100, 400, 200 - tolerance] })).toEqual([])
  })

  test('tells in words what moved and what grew', () => {
    expect(changes({ ...before, 'main 1/list 1/button 1': [27, 122, 80, 32] })).toEqual([
      'methods, dark, zh-CN, 900x600: main 1/list 1/button 1 moved 3 px to the left and 12 px down'
    ])
    expect(changes({ ...before, 'main 1/list 1/button 1': [30, 110, 95, 32] })).toEqual([
      'methods, dark, zh-CN, 900x600: main 1/list 1/button 1 is 15 px wider'
    ])
  })

  test('names what moved, and not all that moved along with it', () => {
    const down = { 'main 1/list 1': [20, 140, 400, 200], 'main 1/list 1/button 1': [30, 150, 80, 32] }
    expect(changes({ ...before, ...down })).toEqual(['methods, dark, zh-CN, 900x600: main 1/list 1 moved 40 px down'])
  })

  test('does not name what stayed where it was', () => {
    expect(changes({ ...before, 'main 1/list 1': [20, 140, 400, 200] })).toEqual([
      'methods, dark, zh-CN, 900x600: main 1/list 1 moved 40 px down'
    ])
  })

  test('names what is new and what is gone', () => {
    const { 'main 1/list 1/button 1': button, ...rest } = before
    expect(changes({ ...rest, 'main 1/button 1': button })).toEqual([
      'methods, dark, zh-CN, 900x600: main 1/list 1/button 1 is gone',
      'methods, dark, zh-CN, 900x600: main 1/button 1 is new'
    ])
  })

  test('asks for a record where there is none', () => {
    expect(compare('methods', undefined, screenOf(before))).toEqual(['methods: has no record yet'])
    expect(compare('methods', {}, screenOf(before))).toEqual(['methods, dark, zh-CN, 900x600: has no record yet'])
    expect(compare('methods', screenOf(before), {})).toEqual(['methods, dark, zh-CN, 900x600: was not measured'])
  })

  test('never has words that are cut off', () => {
    const layouts = { [look]: { boxes: before, cut: ['p.hint: cut at its side'] } }
    expect(cutWords('methods', layouts)).toEqual(['methods, dark, zh-CN, 900x600: words of p.hint: cut at its side'])
    expect(cutWords('methods', screenOf(before))).toEqual([])
  })
})

describe('a record', () => {
  const light = { 'light-en-900x600': { boxes: before, cut: [] } }

  test('gives back what was measured, and says once what both themes share', () => {
    const both = { ...light, 'dark-en-900x600': { boxes: before, cut: [] } }
    expect(pack(both)).toBe(pack(light))
    expect(compare('methods', unpack(JSON.parse(pack(both))), both)).toEqual([])
  })

  test('keeps the dark theme where it differs', () => {
    const both = { ...light, 'dark-en-900x600': { boxes: { ...before, 'main 1/image 1': [0, 0, 8, 8] }, cut: [] } }
    expect(compare('methods', unpack(JSON.parse(pack(both))), both)).toEqual([])
    expect(compare('methods', unpack(JSON.parse(pack(light))), both)).toEqual([
      'methods, dark, en, 900x600: main 1/image 1 is new'
    ])
  })
})

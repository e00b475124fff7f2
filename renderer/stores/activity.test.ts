import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { installBridge, ok } from '../bridge/bridge.testing'
import { useActivityStore } from './activity'
import { useSessionStore } from './session'

const progress = { entries: 3, signIns: 3, complete: false, unreadable: 0 }
const found = { indexes: [1], more: false, searched: 3, complete: false }

let bridge: ReturnType<typeof installBridge>
beforeEach(async () => {
  bridge = installBridge()
  await useSessionStore().start()
  bridge.activity.read.mockResolvedValue(ok({ ...progress, items: [] }))
})

it('ignores what was found for a text that the person has removed', async () => {
  const activity = useActivityStore()
  bridge.activity.find.mockResolvedValue(ok(found))
  const first = activity.find('a')
  const second = activity.find('')
  await Promise.all([first, second])
  expect(activity.found).toBeUndefined()
})

it('stops to search older sign-ins for a text that the person has replaced', async () => {
  const activity = useActivityStore()
  await activity.load()
  bridge.activity.find.mockResolvedValue(ok(found))
  await activity.find('a')
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, items: [] }))
  const searching = activity.searchOlder('a')
  await activity.find('b')
  await searching
  await flushPromises()
  expect(activity.found?.text).toBe('b')
  expect(bridge.activity.readOlder).toHaveBeenCalledTimes(1)
})

it('searches again once newer sign-ins are in the list', async () => {
  const activity = useActivityStore()
  await activity.load()
  bridge.activity.find.mockResolvedValue(ok(found))
  await activity.find('rota')
  bridge.activity.takeNewer.mockResolvedValue(ok(progress))
  bridge.activity.find.mockResolvedValue(ok({ ...found, indexes: [4] }))
  await activity.takeNewer()
  expect(activity.found).toMatchObject({ text: 'rota', indexes: [4] })
})

it('holds the entries that an answer with older sign-ins adds, and reads none of them again', async () => {
  const activity = useActivityStore()
  await activity.load()
  const items = [3, 4].map((index) => ({ index, signIn: { at: 1_000, success: true } }))
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, entries: 5, signIns: 5, items }))
  await activity.readOlder()
  expect(activity.keys).toHaveLength(5)
  expect(Array.from(activity.entries.values())).toEqual(items)
  const reads = bridge.activity.read.mock.calls.length
  await activity.hold(4, 4)
  expect(bridge.activity.read).toHaveBeenCalledTimes(reads)
})

it('keeps the same keys while the list is as long as before', async () => {
  const activity = useActivityStore()
  await activity.load()
  const { keys } = activity
  await activity.hold(0, 2)
  expect(bridge.activity.read.mock.calls.length).toBeGreaterThan(1)
  expect(activity.keys).toBe(keys)
})

it('does not read the rows that were scrolled past while others were being read', async () => {
  const activity = useActivityStore()
  bridge.activity.read.mockResolvedValue(ok({ ...progress, entries: 100_000, signIns: 100_000, items: [] }))
  await activity.load()
  const holding = activity.hold(1_100, 1_120)
  await Promise.all([activity.hold(50_100, 50_120), activity.hold(90_100, 90_120), holding])
  expect(bridge.activity.read.mock.calls.map(([{ from }]) => from)).toEqual([0, 1_000, 90_000])
})

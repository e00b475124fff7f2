import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { installBridge, ok } from '../bridge/bridge.testing'
import { useActivityStore } from './activity'
import { useSessionStore } from './session'

const progress = { entries: 3, signIns: 3, complete: false, unreadable: 0 }
const found = { indexes: [1], searched: 3, complete: false }

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
  bridge.activity.readOlder.mockResolvedValue(ok(progress))
  const searching = activity.searchOlder('a')
  await activity.find('b')
  await searching
  await flushPromises()
  expect(activity.found?.text).toBe('b')
  expect(bridge.activity.readOlder).toHaveBeenCalledTimes(1)
})

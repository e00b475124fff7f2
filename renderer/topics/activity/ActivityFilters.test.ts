import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import { layOut } from '../../kit/layout.testing'
import ActivityView from './ActivityView.vue'

const progress = { entries: 1, signIns: 1, unreadable: 0 }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  layOut()
  bridge = installBridge()
  bridge.activity.find.mockResolvedValue(ok({ indexes: [0], searched: 1, complete: false }))
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Opens the page of a tenant that has one entry, and more if the list is not complete. */
async function open(complete: boolean) {
  const items = [{ index: 0, signIn: { at: 1_000, success: true } }]
  bridge.activity.read.mockResolvedValue(ok({ ...progress, complete, items }))
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, complete }))
  const view = show(ActivityView)
  await flushPromises()
  return view
}

it('shows what was searched when a person comes back to the page', async () => {
  const view = await open(true)
  await view.get('input[type=search]').setValue('rota')
  await flushPromises()
  view.unmount()
  const again = show(ActivityView)
  await flushPromises()
  expect(again.get<HTMLInputElement>('input[type=search]').element.value).toBe('rota')
})

it('looks for newer sign-ins again if that failed and nothing older is left', async () => {
  const view = await open(true)
  bridge.activity.countNewer.mockResolvedValueOnce(refused('serverFault'))
  window.dispatchEvent(new Event('focus'))
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('What you see is right, but there may be newer sign-ins')
  bridge.activity.countNewer.mockResolvedValue(ok({ newer: 0 }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

it('searches on if that failed', async () => {
  const view = await open(false)
  await view.get('input[type=search]').setValue('rota')
  await flushPromises()
  bridge.activity.readOlder.mockResolvedValueOnce(refused('serverFault'))
  const older = view.findAll('button').find((button) => button.text() === 'Search older ones')
  await older?.trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(true)
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, complete: true }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

it('shows the period that still applies when a person comes back to the page', async () => {
  const view = await open(true)
  await view.get('select').setValue('30')
  await flushPromises()
  view.unmount()
  const again = show(ActivityView)
  await flushPromises()
  expect(again.get<HTMLSelectElement>('select').element.value).toBe('30')
})

it('says that the look for newer sign-ins failed, and repeats that alone, if older ones are left too', async () => {
  const view = await open(false)
  bridge.activity.readOlder.mockClear()
  bridge.activity.countNewer.mockResolvedValueOnce(refused('serverFault'))
  window.dispatchEvent(new Event('focus'))
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('there may be newer sign-ins')
  bridge.activity.countNewer.mockResolvedValue(ok({ newer: 0 }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(bridge.activity.readOlder).not.toHaveBeenCalled()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

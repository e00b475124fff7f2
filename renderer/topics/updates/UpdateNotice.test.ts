import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { Component } from 'vue'
import type { UpdatesState } from '../../../contract/updates'
import { usePageStore } from '../../stores/page'
import { useSettingsStore } from '../../stores/settings'
import { useUpdatesStore } from '../../stores/updates'
import { button, installBridge, ok, show } from '../../bridge/bridge.testing'
import { updatesState } from './updates.testing'
import UpdateHint from './UpdateHint.vue'
import UpdateNotice from './UpdateNotice.vue'

const release = { version: '0.2.0', released: '2026-11-28', notes: { en: '', 'zh-CN': '' }, size: 1 }
const available: Partial<UpdatesState> = { progress: { phase: 'available', release } }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(view: Component, facts: Partial<UpdatesState>) {
  bridge.updates.read.mockResolvedValue(ok({ ...updatesState, ...facts }))
  const shown = show(view)
  await useSettingsStore().load()
  await useUpdatesStore().start()
  await flushPromises()
  return shown
}

it('shows a hint of a newer version in the sidebar, which leads to it and can be dismissed', async () => {
  const hint = await open(UpdateHint, available)
  await button(hint, 'Update to 0.2.0').trigger('click')
  expect(hint.emitted('open')).toHaveLength(1)
  await button(hint, 'Not now').trigger('click')
  expect(bridge.updates.dismiss).toHaveBeenCalledWith('release')
})

it('shows no hint once it was dismissed, beside the notice of a version that is too old, or on the settings page', async () => {
  expect((await open(UpdateHint, { ...available, tooOld: true })).text()).toBe('')
  bridge = installBridge()
  expect((await open(UpdateHint, { ...available, dismissed: true })).text()).toBe('')
  bridge = installBridge()
  const hint = await open(UpdateHint, available)
  usePageStore().open('settings')
  await flushPromises()
  expect(hint.text()).toBe('')
})

it('keeps saying that only a restart is missing', async () => {
  const hint = await open(UpdateHint, { progress: { phase: 'ready', release }, dismissed: true })
  expect(hint.text()).toBe('Restart to update')
})

it('says that this version is too old, and that it goes on working', async () => {
  const notice = await open(UpdateNotice, { ...available, tooOld: true })
  expect(notice.text()).toContain('Your version, 0.1.0, is too old')
  await button(notice, 'Show update').trigger('click')
  expect(usePageStore().page).toBe('settings')
  await button(notice, 'Not now').trigger('click')
  expect(bridge.updates.dismiss).toHaveBeenCalledWith('release')
})

it('says that a version did not start, and that the one before is back', async () => {
  const notice = await open(UpdateNotice, { rolledBack: '0.2.0' })
  expect(notice.text()).toContain('Version 0.1.0 is back')
  expect(notice.text()).toContain('Holdfast 0.2.0 did not start on this computer')
  await button(notice, 'Got it').trigger('click')
  expect(bridge.updates.dismiss).toHaveBeenCalledWith('rolledBack')
})

it('shows no notice of a newer version if this one is not too old', async () => {
  expect((await open(UpdateNotice, available)).text()).toBe('')
})

import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { useSettingsStore } from '../stores/settings'
import { appearance, installBridge, ok, show } from '../bridge/bridge.testing'
import SettingsView from './SettingsView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open() {
  const view = show(SettingsView)
  await useSettingsStore().load()
  await flushPromises()
  return view
}

it('says that the file of the settings could not be read, and where it is', async () => {
  bridge.settings.read.mockResolvedValue(ok({ ...appearance, settingsDamaged: true }))
  expect((await open()).get('[role=status]').text()).toMatch(/could not be read.*settings\.json\.damaged/s)
})

it('does not mention the file of the settings if it could be read', async () => {
  expect((await open()).text()).not.toContain('could not be read')
})

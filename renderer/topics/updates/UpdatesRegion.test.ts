import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { NewRelease, UpdateProgress, UpdatesState } from '../../../contract/updates'
import { useSettingsStore } from '../../stores/settings'
import { appearance, button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import { updatesState } from './updates.testing'
import UpdatesRegion from './UpdatesRegion.vue'

const release: NewRelease = {
  version: '0.2.0',
  released: '2026-11-28',
  notes: { en: 'Finds <b>more</b>.\nFixed: a clock.', 'zh-CN': '发现更多。' },
  size: 96_500_000
}
const archive: Partial<UpdatesState> = { means: { by: 'archive', writable: true } }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(progress: UpdateProgress = { phase: 'idle' }, facts: Partial<UpdatesState> = {}) {
  bridge.updates.read.mockResolvedValue(ok({ ...updatesState, progress, ...facts }))
  const view = show(UpdatesRegion)
  await useSettingsStore().load()
  await flushPromises()
  return view
}

it('says who is asked, how often, and what they learn', async () => {
  expect((await open()).text()).toMatch(
    /Once a day Holdfast asks updates\.holdfast\.example .* your version and your system/
  )
})

it('turns the daily look off and on, and shows what main decided', async () => {
  const view = await open()
  bridge.settings.change.mockResolvedValue(ok({ ...appearance, settings: { ...appearance.settings, updates: 'off' } }))
  await view.get('[role=switch]').trigger('click')
  expect(bridge.settings.change).toHaveBeenCalledWith({ updates: 'off' })
  await flushPromises()
  await view.get('[role=switch]').trigger('click')
  expect(bridge.settings.change).toHaveBeenLastCalledWith({ updates: 'daily' })
})

it('looks at a click, and is disabled while it may not look again', async () => {
  const view = await open()
  await button(view, 'Look now').trigger('click')
  expect(bridge.updates.look).toHaveBeenCalledTimes(1)
  bridge.tell('updates:changed', {
    ...updatesState,
    progress: { phase: 'upToDate' },
    lookedAt: 0,
    lookAgainAt: Date.now() + 40_000
  })
  await flushPromises()
  expect(view.text()).toContain('0.1.0 is the newest version')
  expect(view.text()).toMatch(/Possible in \d\d s/)
  await button(view, 'Look now').trigger('click')
  expect(bridge.updates.look).toHaveBeenCalledTimes(1)
})

it('shows what changed as text in its lines, never as markup', async () => {
  const view = await open({ phase: 'available', release })
  expect(view.get('.notes').text()).toBe('Finds <b>more</b>.\nFixed: a clock.')
  expect(view.find('.notes b').exists()).toBe(false)
  expect(view.text()).toContain('Released 28 November 2026, 97 MB.')
})

it('names and copies the command if a package of the system installs updates, and offers no button that installs', async () => {
  const view = await open({ phase: 'available', release })
  expect(view.get('code').text()).toBe('sudo apt update && sudo apt install holdfast')
  await view
    .findAll('button')
    .find((one) => one.text().startsWith('Copy command'))
    ?.trigger('click')
  expect(bridge.updates.copyCommand).toHaveBeenCalledTimes(1)
  expect(view.text()).not.toContain('Download and install')
})

it('installs the archive at a click, tells how far it is, and restarts at the next', async () => {
  const view = await open({ phase: 'available', release }, archive)
  expect(view.text()).toContain('0.1.0 is kept, and comes back by itself if 0.2.0 does not start.')
  await button(view, 'Download and install').trigger('click')
  expect(bridge.updates.install).toHaveBeenCalledTimes(1)
  const progress = { phase: 'downloading', release, bytes: 48_000_000 } as const
  bridge.tell('updates:changed', { ...updatesState, ...archive, progress })
  await flushPromises()
  expect(view.text()).toContain('48 MB of 97 MB')
  expect(view.get('progress').attributes()).toMatchObject({ value: '48000000', max: '96500000' })
  bridge.tell('updates:changed', { ...updatesState, ...archive, progress: { ...progress, bytes: release.size } })
  await flushPromises()
  expect(view.text()).toContain('Installing')
  bridge.tell('updates:changed', { ...updatesState, ...archive, progress: { phase: 'ready', release } })
  await flushPromises()
  await button(view, 'Restart now').trigger('click')
  expect(bridge.updates.restart).toHaveBeenCalledTimes(1)
})

it('says whom to ask if this person may not write to the folder', async () => {
  const view = await open({ phase: 'available', release }, { means: { by: 'archive', writable: false } })
  expect(view.text()).toContain('Please ask whoever put it there')
  expect(view.findAll('button.primary')).toHaveLength(0)
})

it('says why a look or an update failed, and keeps the known version', async () => {
  const view = await open({ phase: 'available', release, failure: refused('updateNotWritten').error }, archive)
  expect(view.text()).toContain('The update could not be saved')
  expect(view.text()).toContain('Holdfast 0.2.0')
})

it.each([
  ['noAddress', 'It was built without an update address'],
  ['notInstalled', 'It runs from its source code']
] as const)('says that nobody is asked: %s', async (reason, words) => {
  const view = await open({ phase: 'idle' }, { means: { by: 'nobody', reason } })
  expect(view.text()).toContain(words)
  expect(view.find('[role=switch]').exists()).toBe(false)
  expect(view.find('button').exists()).toBe(false)
})

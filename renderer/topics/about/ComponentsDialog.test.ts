import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import ComponentsDialog from './ComponentsDialog.vue'

const components = [
  { name: 'Chromium', version: '142.0.7444.59', licence: 'BSD-3-Clause' },
  { name: '@vue/shared', version: '3.5.45', licence: 'MIT' }
]

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.about.listComponents.mockResolvedValue(ok(components))
})

async function open() {
  const dialog = show(ComponentsDialog)
  await flushPromises()
  return dialog
}

async function choose(dialog: Awaited<ReturnType<typeof open>>, index: number): Promise<void> {
  await dialog.findAll('li button')[index]?.trigger('click')
  await flushPromises()
}

it('lists every component with its version and licence', async () => {
  expect(texts(await open(), 'li')).toEqual(['Chromium142.0.7444.59BSD-3-Clause', '@vue/shared3.5.45MIT'])
})

it('shows the licence of a component, and leads back to the list', async () => {
  bridge.about.readLicence.mockResolvedValue(ok('Permission is hereby granted.'))
  const dialog = await open()
  await choose(dialog, 1)
  expect(bridge.about.readLicence).toHaveBeenCalledExactlyOnceWith({ name: '@vue/shared', version: '3.5.45' })
  expect(dialog.get('h2').text()).toBe('@vue/shared 3.5.45')
  expect(dialog.get('pre').text()).toBe('Permission is hereby granted.')
  await dialog.get('dialog').trigger('keydown', { key: 'Escape' })
  expect(dialog.findAll('li')).toHaveLength(2)
  await dialog.get('dialog').trigger('keydown', { key: 'Escape' })
  expect(dialog.emitted('close')).toHaveLength(1)
})

it('says where the licences of Chromium are, and opens them', async () => {
  const dialog = await open()
  await choose(dialog, 0)
  expect(dialog.text()).toContain('LICENSES.chromium.html')
  await button(dialog, 'Open in browser').trigger('click')
  await flushPromises()
  expect(bridge.about.openChromiumLicences).toHaveBeenCalledOnce()
  expect(dialog.find('[role=status]').exists()).toBe(false)
})

it('says that the page of the licences did not open', async () => {
  bridge.about.openChromiumLicences.mockResolvedValue(ok(false))
  const dialog = await open()
  await choose(dialog, 0)
  await button(dialog, 'Open in browser').trigger('click')
  await flushPromises()
  expect(dialog.get('[role=status]').text()).toContain('did not open')
})

it('says why there is no list if the app runs from its sources', async () => {
  bridge.about.listComponents.mockResolvedValue(ok(null))
  expect((await open()).text()).toContain('made when Holdfast is packaged')
})

it('says that the list could not be read instead of showing none', async () => {
  bridge.about.listComponents.mockResolvedValue(refused('unexpected'))
  const dialog = await open()
  expect(dialog.find('[role=alert]').exists()).toBe(true)
  expect(dialog.find('li').exists()).toBe(false)
})

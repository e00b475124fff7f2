import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { useSettingsStore } from '../../stores/settings'
import { appearance, installBridge, refused, show } from '../../bridge/bridge.testing'
import AddAccountDialog from './AddAccountDialog.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function add(host: string, appId: string) {
  const view = show(AddAccountDialog)
  const [hostField, appField] = view.findAll('input')
  await hostField?.setValue(host)
  await appField?.setValue(appId)
  await view.get('form').trigger('submit')
  await flushPromises()
  return view
}

it.each([
  ['hostInvalid', 0, 'That is not an address to connect to. It looks like id.example.com'],
  ['appIdInvalid', 1, 'That is not an App ID. It is a row of letters and digits']
] as const)('ties %s to its field, which gets the focus', async (code, index, text) => {
  bridge.accounts.add.mockResolvedValue(refused(code))
  const view = await add('nowhere', 'x')
  const fields = view.findAll('input')
  expect(fields.map((field) => field.attributes('aria-invalid'))).toEqual(
    index === 0 ? ['true', 'false'] : ['false', 'true']
  )
  const described = fields[index]?.attributes('aria-describedby')?.split(' ') ?? []
  expect(described.map((id) => view.get(`[id="${id}"]`).text()).join(' ')).toContain(text)
  expect(document.activeElement).toBe(fields[index]?.element)
  expect(view.find('.notice').exists()).toBe(false)
})

it('shows a failure that concerns no field below the fields', async () => {
  bridge.accounts.add.mockResolvedValue(refused('keychainLocked'))
  const view = await add('id.fernhill.example', 'app')
  expect(view.get('.notice').text()).toContain('Your keychain is locked')
  expect(view.findAll('[aria-invalid=true]')).toHaveLength(0)
})

it('offers no address if this computer is set up for one organisation alone', () => {
  useSettingsStore().appearance = {
    ...appearance,
    machineFile: { path: '/etc/holdfast/policy.json', furtherTenants: false }
  }
  const view = show(AddAccountDialog)
  expect(view.findAll('input')).toEqual([])
  expect(view.text()).toContain('This computer is set up for id.fernhill.example alone')
})

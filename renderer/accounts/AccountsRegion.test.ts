import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { installBridge, ok, refused, show } from '../testBridge'
import AccountsRegion from './AccountsRegion.vue'

it('says of an account that the keychain did not let go of that it is not forgotten yet, and why', async () => {
  const bridge = installBridge()
  const entry = { id: '0000aaaa', tenant: 'id.fernhill.example', appId: 'app', label: 'A•••', current: true }
  bridge.accounts.list.mockResolvedValueOnce(ok([entry]))
  bridge.accounts.list.mockResolvedValue(ok([{ ...entry, forgotten: true }]))
  bridge.accounts.forget.mockResolvedValue(refused('keychainLocked'))
  const view = show(AccountsRegion)
  await flushPromises()
  expect(view.get('li').text()).not.toContain('Not forgotten yet')
  await view.get('li button').trigger('click')
  await view.get('dialog .danger').trigger('click')
  await flushPromises()
  expect(view.get('li').text()).toContain('Not forgotten yet')
  expect(view.get('.notice').text()).toContain('Your keychain is locked')
})

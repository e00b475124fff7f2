import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import AccountsRegion from './AccountsRegion.vue'

const entry = { id: '0000aaaa', tenant: 'id.fernhill.example', appId: 'app', label: 'A•••', current: true }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open() {
  const view = show(AccountsRegion)
  await flushPromises()
  return view
}

it('says that an account is not forgotten yet if the keychain kept it, and why', async () => {
  bridge.accounts.list.mockResolvedValueOnce(ok([entry]))
  bridge.accounts.list.mockResolvedValue(ok([{ ...entry, forgotten: true }]))
  bridge.accounts.forget.mockResolvedValue(refused('keychainLocked'))
  const view = await open()
  expect(view.get('li').text()).not.toContain('Not forgotten yet')
  await view.get('li button').trigger('click')
  await view.get('dialog .danger').trigger('click')
  await flushPromises()
  expect(view.get('li').text()).toContain('Not forgotten yet')
  expect(view.get('.notice').text()).toContain('Your keychain is locked')
})

it('names all known facts of an account before it forgets it, so that similar ones are told apart', async () => {
  const alike = { ...entry, label: 'A••• M•••', organisation: 'Fernhill Clinic', current: false }
  const ada = { ...alike, address: 'a•••o@fernhill.example', signedInAt: Date.UTC(2026, 10, 3) }
  const amir = { ...alike, id: '0000bbbb', address: 'a•••k@fernhill.example', signedInAt: Date.UTC(2026, 10, 12) }
  bridge.accounts.list.mockResolvedValue(ok([ada, amir]))
  const view = await open()
  const asked: string[] = []
  for (const row of view.findAll('li')) {
    await row.get('button').trigger('click')
    asked.push(view.get('dialog').text())
    await view.get('dialog footer button').trigger('click')
  }
  for (const text of asked) {
    for (const part of ['A••• M•••', 'Fernhill Clinic', 'id.fernhill.example']) expect(text).toContain(part)
  }
  expect(asked[0]).toMatch(/a•••o@fernhill\.example.*Signed in here on 3 November 2026/)
  expect(asked[1]).toMatch(/a•••k@fernhill\.example.*Signed in here on 12 November 2026/)
  expect(bridge.accounts.forget).not.toHaveBeenCalled()
})

it('shows each account with initials of its own', async () => {
  const names = ['A••• M•••', 'B••• O•••'].map((label, index) => ({ ...entry, id: `000${index}aaaa`, label }))
  bridge.accounts.list.mockResolvedValue(ok(names))
  expect(texts(await open(), '.avatar')).toEqual(['AM', 'BO'])
})

it('has main forget everything, and says why it could not', async () => {
  bridge.accounts.list.mockResolvedValue(ok([entry]))
  bridge.accounts.forgetAll.mockResolvedValue(refused('keychainLocked'))
  const view = await open()
  await view.get('button.start').trigger('click')
  await flushPromises()
  expect(bridge.accounts.forgetAll).toHaveBeenCalledOnce()
  expect(view.get('.notice').text()).toContain('Your keychain is locked')
})

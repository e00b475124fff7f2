import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { useAccountsStore } from '../../stores/accounts'
import { useSessionStore } from '../../stores/session'
import { useSettingsStore } from '../../stores/settings'
import { appearance, button, installBridge, ok, show, texts } from '../../bridge/bridge.testing'
import SignInView from './SignInView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  bridge.session.read.mockResolvedValue(ok({ phase: 'signedOut' }))
})

async function open() {
  await Promise.all([useSettingsStore().load(), useSessionStore().start()])
  const view = show(SignInView)
  await flushPromises()
  return view
}

const here = { id: '0000aaaa', tenant: 'id.fernhill.example', appId: 'app', current: true }
const other = { ...here, id: '0000bbbb', label: 'B••• O•••', current: false }

it('names the organisation, never without its host', async () => {
  bridge.settings.read.mockResolvedValue(ok({ ...appearance, organisation: 'Fernhill Clinic' }))
  const view = await open()
  expect(view.get('h1').text()).toBe('Sign in to Fernhill Clinic')
  expect(view.get('h1 + p').text()).toBe('id.fernhill.example')
})

it('shows the host if no name is known, and says in one sentence what Holdfast is for', async () => {
  const view = await open()
  expect(view.get('h1').text()).toBe('Sign in to id.fernhill.example')
  expect(view.get('h1 + p').text()).toMatch(/^Holdfast shows [^.]+\.$/)
})

it('leads straight to another organisation if this computer knows no other account', async () => {
  bridge.accounts.list.mockResolvedValue(ok([here]))
  const view = await open()
  await button(view, 'Use another account').trigger('click')
  await flushPromises()
  expect(view.find('[role=menu]').exists()).toBe(false)
  expect(useAccountsStore().adding).toBe(true)
})

it('offers the other accounts if there are any, but not the one on screen', async () => {
  bridge.accounts.list.mockResolvedValue(ok([here, other]))
  const view = await open()
  await button(view, 'Use another account').trigger('click')
  await flushPromises()
  expect(texts(view, '[role^=menuitem] bdi:first-child')).toEqual(['B••• O•••', 'id.fernhill.example', 'Add account…'])
  expect(view.text()).not.toContain('Not signed in yet')
})

it('keeps what is for help desks closed', async () => {
  const view = await open()
  expect(view.get<HTMLDetailsElement>('details').element.open).toBe(false)
  expect(view.get('summary').text()).toBe('For help desks')
  expect(button(view, 'Use a token I was given').element.closest('details')).not.toBeNull()
})

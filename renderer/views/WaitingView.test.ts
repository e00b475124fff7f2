import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { button, installBridge, ok, refused, show } from '../testBridge'
import { useSessionStore } from '../stores/session'
import WaitingView from './WaitingView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))
afterEach(() => vi.useRealTimers())

async function open(browserOpened = true) {
  const link = 'https://id.fernhill.example/oidc/auth?state=q7'
  const expiresAt = Date.now() + 272_000
  bridge.session.read.mockResolvedValue(ok({ phase: 'signingIn', link, expiresAt, browserOpened }))
  await useSessionStore().start()
  return show(WaitingView)
}

it('shows the link in a textbox of that name', async () => {
  const view = await open()
  const input = view.get('input')
  expect(input.element.value).toBe('https://id.fernhill.example/oidc/auth?state=q7')
  expect(view.get(`label[for="${input.attributes('id') ?? ''}"]`).text()).toBe('Sign-in link')
})

it('counts down', async () => {
  vi.useFakeTimers()
  const view = await open()
  expect(view.text()).toContain('Works for 4 min 32 s')
  await vi.advanceTimersByTimeAsync(220_000)
  expect(view.text()).toContain('Works for 52 s')
})

it('copies the link and says so for two seconds', async () => {
  vi.useFakeTimers()
  const view = await open()
  await button(view, 'Copy link').trigger('click')
  await vi.advanceTimersByTimeAsync(0)
  expect(bridge.session.copySignInLink).toHaveBeenCalledTimes(1)
  expect(view.text()).toContain('Copied')
  await vi.advanceTimersByTimeAsync(2000)
  expect(view.text()).not.toContain('Copied')
})

it('says so when the link could not be copied', async () => {
  bridge.session.copySignInLink.mockResolvedValue(refused('unexpected'))
  const view = await open()
  await button(view, 'Copy link').trigger('click')
  await flushPromises()
  expect(view.text()).toContain('Not copied')
})

it('opens the browser again, and cancels', async () => {
  const view = await open()
  await button(view, 'Open again').trigger('click')
  await button(view, 'Cancel').trigger('click')
  expect(bridge.session.reopenBrowser).toHaveBeenCalledTimes(1)
  expect(bridge.session.cancelSignIn).toHaveBeenCalledTimes(1)
})

it('warns only if the browser did not open', async () => {
  expect((await open()).find('[role=alert]').exists()).toBe(false)
  expect((await open(false)).get('[role=alert]').text()).toContain('Your browser did not open')
})

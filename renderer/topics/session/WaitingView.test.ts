import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import { useSessionStore } from '../../stores/session'
import WaitingView from './WaitingView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))
afterEach(() => vi.useRealTimers())

async function open(browserOpened = true) {
  const link = 'http://127.0.0.1:4180/go/q7'
  const redirectUri = 'http://127.0.0.1:4180/callback'
  const expiresAt = Date.now() + 272_000
  bridge.session.read.mockResolvedValue(
    ok({ phase: 'signingIn', link, redirectUri, appId: 'app', expiresAt, browserOpened })
  )
  await useSessionStore().start()
  return show(WaitingView)
}

it('shows the link in a textbox of that name', async () => {
  const view = await open()
  const input = view.get('input')
  expect(input.element.value).toBe('http://127.0.0.1:4180/go/q7')
  expect(view.get(`label[for="${input.attributes('id') ?? ''}"]`).text()).toBe('Sign-in link')
})

it('counts down', async () => {
  vi.useFakeTimers()
  const view = await open()
  expect(view.text()).toContain('Expires in 4 min 32 s')
  await vi.advanceTimersByTimeAsync(220_000)
  expect(view.text()).toContain('Expires in 52 s')
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
  expect((await open()).find('.notice[role=alert]').exists()).toBe(false)
  expect((await open(false)).get('[role=alert]').text()).toContain('Your browser did not open')
})

describe('where the browser could not come back', () => {
  const address = 'http://127.0.0.1:4180/callback?code=c7&state=q7'
  const field = (view: ReturnType<typeof show>) => view.get<HTMLInputElement>('details input')

  it('hands over the address from the browser and keeps nothing of it', async () => {
    const view = await open()
    expect(view.get('details').attributes('open')).toBeUndefined()
    await field(view).setValue(address)
    await view.get('form').trigger('submit')
    expect(bridge.session.finishSignIn).toHaveBeenCalledWith({ address })
    expect(field(view).element.value).toBe('')
    await flushPromises()
    expect(view.find('.error').exists()).toBe(false)
  })

  it('says beside the field that it was another address, until the next one is entered', async () => {
    bridge.session.finishSignIn.mockResolvedValue(refused('signInAddressWrong'))
    const view = await open()
    await field(view).setValue('https://id.fernhill.example/')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(view.get('.error').text()).toContain('not the address this sign-in waits for')
    expect(field(view).attributes('aria-invalid')).toBe('true')
    expect(view.text()).toContain('Continue in your browser')
    await field(view).setValue(address)
    expect(view.find('.error').exists()).toBe(false)
  })

  it('copies the tenant’s own address for a browser elsewhere', async () => {
    const view = await open()
    await button(view, 'Copy that address').trigger('click')
    expect(bridge.session.copyAuthorizationRequest).toHaveBeenCalledTimes(1)
    expect(bridge.session.copySignInLink).not.toHaveBeenCalled()
  })

  it('sends nothing while the field is empty', async () => {
    const view = await open()
    await field(view).setValue('  ')
    await view.get('form').trigger('submit')
    expect(bridge.session.finishSignIn).not.toHaveBeenCalled()
  })

  it('says what the administrator has to allow, once most people would have signed in', async () => {
    vi.useFakeTimers()
    const view = await open()
    expect(view.text()).not.toContain('Login Callback URL')
    await vi.advanceTimersByTimeAsync(46_000)
    expect(view.text()).toContain('Login Callback URL: http://127.0.0.1:4180/callback')
    expect(view.text()).toContain('App ID: app')
  })
})

import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from './App.vue'
import { useSessionStore } from '../stores/session'
import { useSettingsStore } from '../stores/settings'
import { appearance, button, chooseInMenu, installBridge, ok, refused, show, texts } from '../bridge/bridge.testing'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))
afterEach(() => vi.useRealTimers())

async function open() {
  await Promise.all([useSettingsStore().load(), useSessionStore().start()])
  const window = show(App)
  await flushPromises()
  return window
}

describe('the window', () => {
  it('follows the session from sign-in to the list and back', async () => {
    bridge.session.read.mockResolvedValue(ok({ phase: 'signedOut' }))
    const window = await open()
    expect(window.get('h1').text()).toBe('Sign in to id.fernhill.example')

    await button(window, 'Sign in with your browser').trigger('click')
    expect(bridge.session.signIn).toHaveBeenCalledTimes(1)
    bridge.tell('session:changed', {
      phase: 'signingIn',
      link: 'http://127.0.0.1:4180/go/x',
      redirectUri: 'http://127.0.0.1:4180/callback',
      appId: 'app',
      expiresAt: Date.now() + 1000,
      browserOpened: true
    })
    await flushPromises()
    expect(window.get('h1').text()).toBe('Continue in your browser')

    bridge.tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
    await flushPromises()
    expect(window.get('h1').text()).toBe('Sign-in methods')
    expect(document.activeElement).toBe(window.get('h1').element)
    expect(window.get('.account').text()).toContain('Ada Moreno')

    await chooseInMenu(window, 'Sign out…')
    await vi.waitFor(() => window.get('dialog'), 20_000)
    await button(window, 'Sign out').trigger('click')
    expect(bridge.session.signOut).toHaveBeenCalledTimes(1)
    bridge.tell('session:changed', { phase: 'signedOut', failure: refused('sessionEnded').error })
    await flushPromises()
    expect(window.get('[role=alert]').text()).toContain('Your session has ended')
  })

  it('clears its announcement when a list fails, and when the person goes to another screen', async () => {
    const window = await open()
    const said = (): string => window.get('[aria-live=polite].visually-hidden').text()
    expect(said()).toBe('Sign-in methods are up to date.')
    bridge.factors.listEnrolled.mockResolvedValueOnce(refused('timedOut'))
    await button(window, 'Check again').trigger('click')
    await flushPromises()
    expect(said()).toBe('')

    await button(window, 'Try again').trigger('click')
    await flushPromises()
    expect(said()).toBe('Sign-in methods are up to date.')
    await button(window, 'Settings').trigger('click')
    await flushPromises()
    expect(said()).toBe('')
  })

  it('asks where the account is while no tenant has been chosen', async () => {
    const entry = { host: '', appId: '' }
    bridge.session.read.mockResolvedValue(ok({ phase: 'notConnected', entry, practice: false }))
    expect((await open()).get('h1').text()).toBe('Where is your account?')
  })

  it('names the keychain when starting takes a second', async () => {
    vi.useFakeTimers()
    bridge.session.read.mockResolvedValue(ok({ phase: 'starting' }))
    await useSessionStore().start()
    const window = show(App)
    await vi.advanceTimersByTimeAsync(1000)
    expect(window.text()).toContain('Waiting for your keychain…')
  })

  it('offers both ways on when the keychain cannot be read', async () => {
    bridge.session.read.mockResolvedValue(ok({ phase: 'keychainUnreadable', failure: refused('keychainLocked').error }))
    const window = await open()
    expect(window.text()).toContain('Nothing was deleted.')
    await button(window, 'Try again').trigger('click')
    await button(window, 'Sign in for this session').trigger('click')
    expect(bridge.session.retryKeychain).toHaveBeenCalledTimes(1)
    expect(bridge.session.signIn).toHaveBeenCalledTimes(1)
  })

  it('offers to delete again what a locked keychain kept after a sign-out', async () => {
    bridge.session.read.mockResolvedValue(ok({ phase: 'signedOut', failure: refused('keychainNotCleared').error }))
    const window = await open()
    expect(window.get('[role=alert]').text()).toContain('Your session may still be in the keychain')
    await button(window, 'Try again').trigger('click')
    expect(bridge.session.retryKeychain).toHaveBeenCalledTimes(1)
  })

  it('says that a session in memory ends with the app, and can try the keychain again', async () => {
    const keychainFailure = refused('keychainAbsent').error
    bridge.session.read.mockResolvedValue(ok({ phase: 'signedIn', keptIn: 'memory', keychainFailure }))
    const window = await open()
    expect(window.text()).toContain('You stay signed in until you quit Holdfast.')
    await button(window, 'Try the keychain again').trigger('click')
    expect(bridge.session.retryKeychain).toHaveBeenCalledTimes(1)
  })

  it('shows the whole name of the account on screen, and the kept, masked names of others', async () => {
    const entry = { tenant: 'id.fernhill.example', appId: 'app' }
    const [mine, other] = [
      { ...entry, id: '0000aaaa', label: 'A••• M•••', current: true },
      { ...entry, id: '0000bbbb', label: 'B••• O•••', current: false }
    ]
    bridge.accounts.list.mockResolvedValue(ok([mine, other]))
    const window = await open()
    await window.get('[aria-haspopup=menu]').trigger('click')
    await flushPromises()
    expect(texts(window, '[role=menu] .said > bdi')).toEqual(['Ada Moreno', 'B••• O•••', 'Add account…', 'Sign out…'])
  })

  it('opens every session at the list', async () => {
    const window = await open()
    await button(window, 'Settings').trigger('click')
    expect(window.get('h1').text()).toBe('Settings')
    bridge.tell('session:changed', { phase: 'signedOut' })
    bridge.tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
    await flushPromises()
    expect(window.get('h1').text()).toBe('Sign-in methods')
  })
})

describe('a session', () => {
  it('begins at Overview, which stands first in the sidebar', async () => {
    const { firstPage: _none, ...usual } = appearance
    bridge.settings.read.mockResolvedValue(ok(usual))
    const window = await open()
    expect(window.get('h1').text()).toBe('Overview')
    expect(texts(window, 'nav button')[0]).toBe('Overview')
    await button(window, 'Settings').trigger('click')
    bridge.tell('session:changed', { phase: 'signedOut' })
    bridge.tell('session:changed', { phase: 'signedIn', keptIn: 'keychain' })
    await flushPromises()
    expect(window.get('h1').text()).toBe('Overview')
  })
})

describe('settings', () => {
  it('switch the language without a restart', async () => {
    const window = await open()
    await button(window, 'Settings').trigger('click')
    bridge.settings.change.mockResolvedValue(
      ok({ ...appearance, settings: { ...appearance.settings, language: 'zh-CN' }, language: 'zh-CN' })
    )
    await window.get('select').setValue('zh-CN')
    await vi.waitFor(() => expect(window.get('h1').text()).toBe('设置'))
    expect(bridge.settings.change).toHaveBeenCalledWith({ language: 'zh-CN' })
    expect(document.documentElement.lang).toBe('zh-CN')

    bridge.settings.change.mockResolvedValue(ok(appearance))
    await window.get('select').setValue('system')
    await vi.waitFor(() => expect(window.get('h1').text()).toBe('Settings'))
  })

  it('switch the theme, and leave it to the system again', async () => {
    const window = await open()
    await button(window, 'Settings').trigger('click')
    bridge.settings.change.mockResolvedValue(ok({ ...appearance, settings: { ...appearance.settings, theme: 'dark' } }))
    await window.get('input[value=dark]').setValue()
    await flushPromises()
    expect(document.documentElement.dataset['theme']).toBe('dark')
    bridge.settings.change.mockResolvedValue(ok(appearance))
    await window.get('input[value=system]').setValue()
    await flushPromises()
    expect(document.documentElement.dataset['theme']).toBeUndefined()
  })

  it('take back a choice that main refuses', async () => {
    const window = await open()
    await button(window, 'Settings').trigger('click')
    bridge.settings.change.mockResolvedValue(refused('unexpected'))
    await window.get('select').setValue('zh-CN')
    await flushPromises()
    expect(window.get('select').element.value).toBe('system')
    expect(texts(window, '[role=alert]')).toHaveLength(1)
  })
})

import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import type { Component } from 'vue'
import type { Bridge } from '../contract'
import type { ErrorCode, Failure, Result } from '../contract/result'
import type { SessionState } from '../contract/session'
import type { Appearance } from '../contract/settings'
import { i18n } from './i18n'

export function ok<T>(data: T): Result<T> {
  return { ok: true, data }
}

export function refused(code: ErrorCode, facts: Partial<Failure> = {}): { ok: false; error: Failure } {
  return { ok: false, error: { code, at: Date.now(), ...facts } }
}

export const appearance: Appearance = {
  settings: { language: 'system', theme: 'system' },
  language: 'en',
  tenant: 'id.fernhill.example',
  platform: 'linux',
  appVersion: '0.1.0',
  electronVersion: '45.4.1',
  testRuntime: false
}

let shown: VueWrapper | undefined

/** Takes the place of main, the one thing outside of the window. Every answer can be replaced by the test. */
export function installBridge() {
  shown?.unmount()
  shown = undefined
  const done = () => vi.fn(() => Promise.resolve(ok(undefined)))
  const listeners = new Set<(state: SessionState) => void>()
  const bridge = {
    session: {
      read: vi.fn<Bridge['session']['read']>(() => Promise.resolve(ok({ phase: 'signedIn', keptIn: 'keychain' }))),
      signIn: done(),
      reopenBrowser: done(),
      copySignInLink: vi.fn<Bridge['session']['copySignInLink']>(() => Promise.resolve(ok(undefined))),
      cancelSignIn: done(),
      signOut: vi.fn<Bridge['session']['signOut']>(() => Promise.resolve(ok(undefined))),
      retryKeychain: done(),
      onChanged: vi.fn<Bridge['session']['onChanged']>((listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      })
    },
    factors: {
      listToEnroll: vi.fn<Bridge['factors']['listToEnroll']>(() => Promise.resolve(ok([{ factorType: 'SMS' }]))),
      listEnrolled: vi.fn<Bridge['factors']['listEnrolled']>(() =>
        Promise.resolve(ok([{ factorId: 'a', factorType: 'EMAIL', target: 'a•••o@fernhill.example' }]))
      ),
      stopLoading: done()
    },
    account: {
      read: vi.fn<Bridge['account']['read']>(() =>
        Promise.resolve(ok({ displayName: 'Ada Moreno', tenant: appearance.tenant }))
      )
    },
    settings: {
      read: vi.fn<Bridge['settings']['read']>(() => Promise.resolve(ok(appearance))),
      change: vi.fn<Bridge['settings']['change']>(() => Promise.resolve(ok(appearance)))
    },
    diagnostics: { copyFailure: vi.fn<Bridge['diagnostics']['copyFailure']>(() => Promise.resolve(ok(undefined))) }
  } satisfies Bridge

  Object.defineProperty(window, 'bridge', { value: bridge, configurable: true })
  setActivePinia(createPinia())
  /** What main tells the window unasked. */
  const change = (state: SessionState) => listeners.forEach((listener) => listener(state))
  return { ...bridge, change }
}

/** Puts a view into the document, with the stores of this test. */
export function show(view: Component): VueWrapper {
  shown?.unmount()
  shown = mount(view, { global: { plugins: [i18n] }, attachTo: document.body })
  return shown
}

export function texts(wrapper: VueWrapper, selector: string): string[] {
  return wrapper.findAll(selector).map((element) => element.text())
}

/** The button of this name: what it says, or its label. */
export function button(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => (one.attributes('aria-label') ?? one.text()) === name)
  if (!found) throw new Error(`no button "${name}"`)
  return found
}

import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { vi } from 'vitest'
import type { Component } from 'vue'
import type { Bridge } from '../contract'
import type { EnrolmentState, OtpKey, RecoveryCode } from '../contract/enrolment'
import type { LockState } from '../contract/lock'
import type { RemovalPreview, RemovalState } from '../contract/removal'
import type { ErrorCode, Failure, Result } from '../contract/result'
import type { SessionState } from '../contract/session'
import type { Appearance } from '../contract/settings'
import type { Snapshot } from '../contract/snapshot'
import { i18n } from './i18n'

export function ok<T>(data: T): Result<T> {
  return { ok: true, data }
}

export function refused(code: ErrorCode, facts: Partial<Failure> = {}): { ok: false; error: Failure } {
  return { ok: false, error: { code, at: Date.now(), ...facts } }
}

export const appearance: Appearance = {
  settings: { language: 'system', theme: 'system', browser: 'system' },
  settingsDamaged: false,
  language: 'en',
  tenant: 'id.fernhill.example',
  platform: 'linux',
  appVersion: '0.1.0',
  electronVersion: '45.4.1',
  testRuntime: false
}

export const otpKey: OtpKey = {
  key: 'JBSW Y3DP EHPK 3PXP',
  algorithm: 'SHA1',
  digits: 6,
  period: 30,
  issuer: 'Fernhill Clinic',
  account: 'ada.moreno@fernhill.example',
  qr: ['101', '010', '101']
}

export const recoveryCode: RecoveryCode = {
  code: 'e7ad-aaa4-da75-fa37-57d1-5141',
  account: 'ada.moreno@fernhill.example',
  tenant: 'id.fernhill.example',
  madeAt: Date.UTC(2026, 4, 14, 12, 5)
}

export const removalPreview: RemovalPreview = {
  factor: { factorId: 'a', factorType: 'EMAIL', target: 'a•••o@fernhill.example' },
  left: [{ factorId: 'b', factorType: 'OTP' }],
  passwordSet: true,
  passkeys: 0,
  accountName: 'ada.moreno@fernhill.example',
  confirmBy: 'dialog'
}

export const lockState: LockState = {
  locked: false,
  pinSet: false,
  settings: { afterMinutes: 10, whenAway: true, touchId: false },
  touchIdAvailable: false
}

/** Something main tells the window unasked. */
function event<T>() {
  const heard = new Set<(data: T) => void>()
  return {
    on: (listener: (data: T) => void) => {
      heard.add(listener)
      return () => heard.delete(listener)
    },
    tell: (data: T) => heard.forEach((listener) => listener(data))
  }
}

let shown: VueWrapper | undefined

/** Takes the place of main, the one thing outside of the window. Every answer can be replaced by the test. */
export function installBridge() {
  shown?.unmount()
  shown = undefined
  const done = () => vi.fn(() => Promise.resolve(ok(undefined)))
  const listeners = new Set<(state: SessionState) => void>()
  const enrolments = event<EnrolmentState>()
  const conceals = event<void>()
  const removals = event<RemovalState>()
  const locks = event<LockState>()
  const bridge = {
    session: {
      read: vi.fn<Bridge['session']['read']>(() => Promise.resolve(ok({ phase: 'signedIn', keptIn: 'keychain' }))),
      signIn: done(),
      reopenBrowser: done(),
      copySignInLink: vi.fn<Bridge['session']['copySignInLink']>(() => Promise.resolve(ok(undefined))),
      copyAuthorizationRequest: vi.fn<Bridge['session']['copyAuthorizationRequest']>(() =>
        Promise.resolve(ok(undefined))
      ),
      cancelSignIn: done(),
      finishSignIn: vi.fn<Bridge['session']['finishSignIn']>(() => Promise.resolve(ok(undefined))),
      useToken: vi.fn<Bridge['session']['useToken']>(() => Promise.resolve(ok(undefined))),
      signOut: vi.fn<Bridge['session']['signOut']>(() => Promise.resolve(ok(undefined))),
      retryKeychain: done(),
      openTenant: vi.fn<Bridge['session']['openTenant']>(() => Promise.resolve(ok(undefined))),
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
      label: vi.fn<Bridge['factors']['label']>(() => Promise.resolve(ok(undefined))),
      stopLoading: done()
    },
    enrolment: {
      read: vi.fn<Bridge['enrolment']['read']>(() => Promise.resolve(ok({ phase: 'none' }))),
      start: vi.fn<Bridge['enrolment']['start']>(() => Promise.resolve(ok(undefined))),
      suggestTarget: vi.fn<Bridge['enrolment']['suggestTarget']>(() => Promise.resolve(ok({ kind: 'none' }))),
      sendChallenge: vi.fn<Bridge['enrolment']['sendChallenge']>(() => Promise.resolve(ok(undefined))),
      copySignInLink: done(),
      reopenBrowser: done(),
      cancelQuestion: done(),
      verify: vi.fn<Bridge['enrolment']['verify']>(() => Promise.resolve(ok(undefined))),
      verifyFace: vi.fn<Bridge['enrolment']['verifyFace']>(() => Promise.resolve(ok(undefined))),
      recheck: done(),
      readKey: vi.fn<Bridge['enrolment']['readKey']>(() => Promise.resolve(ok(otpKey))),
      copyKey: vi.fn<Bridge['enrolment']['copyKey']>(() => Promise.resolve(ok({ clearsAt: Date.now() + 30_000 }))),
      copyLink: vi.fn<Bridge['enrolment']['copyLink']>(() => Promise.resolve(ok({ clearsAt: Date.now() + 30_000 }))),
      openAuthenticator: vi.fn<Bridge['enrolment']['openAuthenticator']>(() => Promise.resolve(ok(undefined))),
      readRecoveryCode: vi.fn<Bridge['enrolment']['readRecoveryCode']>(() => Promise.resolve(ok(recoveryCode))),
      copyRecoveryCode: vi.fn<Bridge['enrolment']['copyRecoveryCode']>(() => Promise.resolve(ok({}))),
      saveRecoveryCode: vi.fn<Bridge['enrolment']['saveRecoveryCode']>(() => Promise.resolve(ok({ saved: true }))),
      keepRecoveryCode: vi.fn<Bridge['enrolment']['keepRecoveryCode']>(() => Promise.resolve(ok({ matches: true }))),
      leave: done(),
      onChanged: enrolments.on,
      onConceal: conceals.on
    },
    removal: {
      read: vi.fn<Bridge['removal']['read']>(() => Promise.resolve(ok({ phase: 'none' }))),
      preview: vi.fn<Bridge['removal']['preview']>(() => Promise.resolve(ok(removalPreview))),
      start: vi.fn<Bridge['removal']['start']>(() => Promise.resolve(ok(undefined))),
      copySignInLink: done(),
      reopenBrowser: done(),
      sendCode: done(),
      confirmCode: vi.fn<Bridge['removal']['confirmCode']>(() => Promise.resolve(ok(undefined))),
      recheck: done(),
      leave: done(),
      onChanged: removals.on
    },
    passkeys: {
      list: vi.fn<Bridge['passkeys']['list']>(() => Promise.resolve(ok(undefined))),
      rename: vi.fn<Bridge['passkeys']['rename']>(() => Promise.resolve(ok(undefined))),
      remove: vi.fn<Bridge['passkeys']['remove']>(() => Promise.resolve(ok({ removed: true }))),
      add: done()
    },
    countries: { list: vi.fn<Bridge['countries']['list']>(() => Promise.resolve(ok([]))) },
    accounts: {
      list: vi.fn<Bridge['accounts']['list']>(() => Promise.resolve(ok([]))),
      switch: vi.fn<Bridge['accounts']['switch']>(() => Promise.resolve(ok(undefined))),
      add: vi.fn<Bridge['accounts']['add']>(() => Promise.resolve(ok(undefined))),
      forget: vi.fn<Bridge['accounts']['forget']>(() => Promise.resolve(ok(undefined)))
    },
    account: {
      read: vi.fn<Bridge['account']['read']>(() =>
        Promise.resolve(ok({ displayName: 'Ada Moreno', tenant: appearance.tenant }))
      ),
      readOrganisation: vi.fn<Bridge['account']['readOrganisation']>(() => Promise.resolve(ok(undefined)))
    },
    snapshot: { read: vi.fn<Bridge['snapshot']['read']>(() => Promise.resolve(ok<Snapshot>({}))) },
    settings: {
      read: vi.fn<Bridge['settings']['read']>(() => Promise.resolve(ok(appearance))),
      change: vi.fn<Bridge['settings']['change']>(() => Promise.resolve(ok(appearance))),
      browsers: vi.fn<Bridge['settings']['browsers']>(() =>
        Promise.resolve(ok([{ id: 'firefox.desktop', name: 'Firefox' }]))
      )
    },
    lock: {
      read: vi.fn<Bridge['lock']['read']>(() => Promise.resolve(ok(lockState))),
      unlock: vi.fn<Bridge['lock']['unlock']>(() => Promise.resolve(ok(undefined))),
      unlockWithTouchId: vi.fn<Bridge['lock']['unlockWithTouchId']>(() => Promise.resolve(ok(undefined))),
      signInAgain: vi.fn<Bridge['lock']['signInAgain']>(() => Promise.resolve(ok(undefined))),
      lockNow: done(),
      setPin: vi.fn<Bridge['lock']['setPin']>(() => Promise.resolve(ok(undefined))),
      removePin: vi.fn<Bridge['lock']['removePin']>(() => Promise.resolve(ok(undefined))),
      change: vi.fn<Bridge['lock']['change']>(() => Promise.resolve(ok(undefined))),
      onChanged: locks.on
    },
    diagnostics: {
      copyFailure: vi.fn<Bridge['diagnostics']['copyFailure']>(() => Promise.resolve(ok(undefined))),
      copy: vi.fn<Bridge['diagnostics']['copy']>(() => Promise.resolve(ok(undefined)))
    }
  } satisfies Bridge

  Object.defineProperty(window, 'bridge', { value: bridge, configurable: true })
  setActivePinia(createPinia())
  /** What main tells the window unasked. */
  const change = (state: SessionState) => listeners.forEach((listener) => listener(state))
  return {
    ...bridge,
    change,
    changeEnrolment: enrolments.tell,
    conceal: () => conceals.tell(undefined),
    changeRemoval: removals.tell,
    changeLock: locks.tell
  }
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

/** Opens the menu of the account on screen and takes the item that begins with `name`. */
export async function chooseInMenu(wrapper: VueWrapper, name: string): Promise<void> {
  await wrapper.get('.sidebar [aria-haspopup=menu]').trigger('click')
  await flushPromises()
  const item = wrapper.findAll('[role^=menuitem]').find((one) => one.text().startsWith(name))
  if (!item) throw new Error(`no item "${name}"`)
  await item.trigger('click')
}

import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { onTestFinished, vi, type Mock } from 'vitest'
import type { Component } from 'vue'
import {
  contract,
  events,
  type Bridge,
  type Channel,
  type EventData,
  type EventName,
  type Output
} from '../../contract'
import { standardSettings } from '../../contract/fields'
import type { OtpKey, RecoveryCode } from '../../contract/enrolment'
import type { LockState } from '../../contract/lock'
import type { RemovalPreview } from '../../contract/removal'
import type { ErrorCode, Failure, Result } from '../../contract/result'
import type { Appearance } from '../../contract/settings'
import { useSettingsStore } from '../stores/settings'
import { i18n } from '../text/i18n'
import { updatesState } from '../topics/updates/updates.testing'

export function ok<T>(data: T): Result<T> {
  return { ok: true, data }
}

export function refused(code: ErrorCode, facts: Partial<Failure> = {}): { ok: false; error: Failure } {
  return { ok: false, error: { code, at: Date.now(), ...facts } }
}

/** A session of these tests begins at the lists, from which most of them go on. */
export const appearance: Appearance = {
  firstPage: 'methods',
  settings: standardSettings,
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

/** The default answers of main. Any other channel answers with the emptiest value that its schema allows. */
const answers: { readonly [C in Channel]?: () => Output<C> } = {
  'session:read': () => ({ phase: 'signedIn', keptIn: 'keychain' }),
  'factors:listToEnroll': () => [{ factorType: 'SMS' }],
  'factors:listEnrolled': () => [{ factorId: 'a', factorType: 'EMAIL', target: 'a•••o@fernhill.example' }],
  'alerts:read': () => ({ waiting: [], earlier: [] }),
  'alerts:readChanges': () => ({ since: 0, changes: [] }),
  'enrolment:read': () => ({ phase: 'none' }),
  'enrolment:suggestTarget': () => ({ kind: 'none' }),
  'enrolment:readKey': () => otpKey,
  'enrolment:copyKey': () => ({ clearsAt: Date.now() + 30_000 }),
  'enrolment:copyLink': () => ({ clearsAt: Date.now() + 30_000 }),
  'enrolment:readRecoveryCode': () => recoveryCode,
  'enrolment:saveRecoveryCode': () => ({ saved: true }),
  'enrolment:keepRecoveryCode': () => ({ matches: true }),
  'drill:read': () => ({ phase: 'none' }),
  'drill:readRecord': () => ({ subjects: [], everyMonths: 3 }),
  'incident:read': () => ({ phase: 'none' }),
  'removal:read': () => ({ phase: 'none' }),
  'removal:preview': () => removalPreview,
  'passkeys:remove': () => ({ removed: true }),
  'profile:read': () => ({ displayName: 'Ada Moreno', tenant: appearance.tenant }),
  'settings:read': () => appearance,
  'settings:change': () => appearance,
  'settings:browsers': () => [{ id: 'firefox.desktop', name: 'Firefox' }],
  'lock:read': () => lockState,
  'updates:read': () => updatesState
}

const emptiest = [undefined, null, [], {}, true]

/** Returns the default answer of a channel. */
function answerOf(channel: Channel): Result<unknown> {
  const given = answers[channel]
  if (given) return ok(given())
  const { output } = contract[channel]
  const allowed = emptiest.findIndex((value) => output.safeParse(value).success)
  return allowed < 0 ? refused('unexpected') : ok(emptiest[allowed])
}

type Doubles = { [G in keyof Bridge]: { [M in keyof Bridge[G]]: Double<Bridge[G][M]> } }
type Double<F> = F extends (...input: never[]) => unknown ? Mock<F> : never

/** Returns a mock for every method of the contract. Listeners to events get what `tell` sends. */
function bridgeOfContract() {
  const groups: Record<string, Record<string, unknown>> = {}
  const listeners = new Map<string, Set<(data: unknown) => void>>()
  const put = (group: string, method: string, double: unknown) => {
    groups[group] = { ...groups[group], [method]: double }
  }
  for (const channel of Object.keys(contract) as Channel[]) {
    const [group = '', method = ''] = channel.split(':')
    put(
      group,
      method,
      vi.fn(() => Promise.resolve(answerOf(channel)))
    )
  }
  for (const event of Object.keys(events)) {
    const heard = new Set<(data: unknown) => void>()
    listeners.set(event, heard)
    const [group = '', name = ''] = event.split(':')
    const subscribe = (listener: (data: unknown) => void) => {
      heard.add(listener)
      return () => heard.delete(listener)
    }
    put(group, `on${name.charAt(0).toUpperCase()}${name.slice(1)}`, vi.fn(subscribe))
  }
  return {
    // Names and answers come from the contract, and so does the type.
    bridge: groups as unknown as Doubles,
    tell: <E extends EventName>(event: E, data: EventData<E>): void =>
      listeners.get(event)?.forEach((listener) => listener(data))
  }
}

/** Puts a double in the place of main, the one thing outside of the window. A test can replace every answer. */
export function installBridge() {
  const { bridge, tell } = bridgeOfContract()
  Object.defineProperty(window, 'bridge', { value: bridge, configurable: true })
  setActivePinia(createPinia())
  useSettingsStore().appearance = appearance
  return { ...bridge, tell }
}

let shown: VueWrapper | undefined

function leave(): void {
  shown?.unmount()
  shown = undefined
}

/**
 * Mounts a view in the document, with the stores of this test, in place of the one before. It is gone at the end of the
 * test, because its timers and frames may come when the document is gone.
 */
export function show(view: Component): VueWrapper {
  leave()
  shown = mount(view, { global: { plugins: [i18n] }, attachTo: document.body })
  onTestFinished(leave)
  return shown
}

export function texts(wrapper: VueWrapper, selector: string): string[] {
  return wrapper.findAll(selector).map((element) => element.text())
}

/** Returns the button with this text or label. */
export function button(wrapper: VueWrapper, name: string) {
  const found = wrapper.findAll('button').find((one) => (one.attributes('aria-label') ?? one.text()) === name)
  if (!found) throw new Error(`no button "${name}"`)
  return found
}

/** Opens the menu of the account on screen and clicks the item that begins with `name`. */
export async function chooseInMenu(wrapper: VueWrapper, name: string): Promise<void> {
  await wrapper.get('.sidebar [aria-haspopup=menu]').trigger('click')
  await flushPromises()
  const item = wrapper.findAll('[role^=menuitem]').find((one) => one.text().startsWith(name))
  if (!item) throw new Error(`no item "${name}"`)
  await item.trigger('click')
}

import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { useEnrolmentStore } from '../stores/enrolment'
import { useSessionStore } from '../stores/session'
import { useSettingsStore } from '../stores/settings'
import { button, chooseInMenu, installBridge, ok, show } from '../bridge/bridge.testing'
import SignedInWindow from './SignedInWindow.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open() {
  await useSessionStore().start()
  useEnrolmentStore()
  bridge.enrolment.leave.mockImplementation(() => {
    bridge.tell('enrolment:changed', { phase: 'none' })
    return Promise.resolve({ ok: true, data: undefined })
  })
  const view = show(SignedInWindow)
  await flushPromises()
  return view
}

type View = Awaited<ReturnType<typeof open>>

const title = (view: View) => view.get('h1').text()

const dialogIn = (view: View) => vi.waitFor(() => view.get('dialog'), 20_000)

async function startWizard(view: View) {
  bridge.tell('enrolment:changed', { phase: 'started', factorType: 'OTP', pending: false })
  await vi.waitFor(() => expect(title(view)).toBe('Add an authenticator app'), 20_000)
}

it('shows the wizard in place of the page while an enrolment is under way', async () => {
  const view = await open()
  expect(title(view)).toBe('Sign-in methods')
  await startWizard(view)
  bridge.tell('enrolment:changed', { phase: 'none' })
  await flushPromises()
  expect(title(view)).toBe('Sign-in methods')
})

it('leaves the enrolment for another page', async () => {
  const view = await open()
  await startWizard(view)
  await button(view, 'Settings').trigger('click')
  await flushPromises()
  expect(title(view)).toBe('Settings')
})

it('asks before it leaves a recovery code behind, and then goes where the person wanted to', async () => {
  const view = await open()
  await startWizard(view)
  bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: true })
  await flushPromises()
  await button(view, 'Settings').trigger('click')
  await button(view, 'Keep it on screen').trigger('click')
  await button(view, 'Settings').trigger('click')
  expect(bridge.enrolment.leave).not.toHaveBeenCalled()
  await button(view, 'Leave without it').trigger('click')
  await flushPromises()
  expect(title(view)).toBe('Settings')
})

const scanned = { phase: 'challengeSent', factorType: 'OTP', sends: 1, sentAt: 1, resendAt: 1, expiresAt: 1 } as const
const scanning = { ...scanned, pending: false, question: undefined, scanAgain: false, lapsed: false } as const
const deleteEntry = 'If you scanned the code already, delete that entry from your app.'

it.each<[string, (view: VueWrapper) => Promise<void>]>([
  ['Esc', (view) => view.get('.page').trigger('keydown', { key: 'Escape' })],
  ['Cancel', (view) => button(view, 'Cancel').trigger('click')],
  ['Settings', (view) => button(view, 'Settings').trigger('click')],
  ['another account', (view) => chooseInMenu(view, 'BB•••')],
  ['Add account', (view) => chooseInMenu(view, 'Add account…')],
  ['Sign out', (view) => chooseInMenu(view, 'Sign out…')]
])(
  'leaving by %s after a QR code was on screen warns to delete the entry, and leaves nothing before',
  async (_, go) => {
    const known = { tenant: 'id.fernhill.example', appId: 'app' }
    bridge.accounts.list.mockResolvedValue(ok([{ ...known, id: '0000bbbb', label: 'B•••', current: false }]))
    const view = await open()
    await startWizard(view)
    bridge.tell('enrolment:changed', scanning)
    await flushPromises()
    await go(view)
    await dialogIn(view)
    expect(view.get('dialog').text()).toContain(deleteEntry)
    expect(bridge.enrolment.leave).not.toHaveBeenCalled()
    expect(bridge.session.signOut).not.toHaveBeenCalled()
  }
)

it('signs out after one question, which says what is lost with it', async () => {
  const view = await open()
  await startWizard(view)
  bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: true })
  await flushPromises()
  await chooseInMenu(view, 'Sign out…')
  await dialogIn(view)
  expect(view.findAll('dialog')).toHaveLength(1)
  expect(view.get('dialog').text()).toContain('Without it, a lost phone can lock you out.')
  await button(view, 'Sign out').trigger('click')
  await flushPromises()
  expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
  expect(bridge.session.signOut).toHaveBeenCalledTimes(1)
  expect(view.find('dialog').exists()).toBe(false)
})

it('names the person and the organisation before a sign-out, and Esc stays signed in', async () => {
  bridge.profile.readOrganisation.mockResolvedValue(ok('Fernhill Clinic'))
  await useSettingsStore().load()
  const view = await open()
  await chooseInMenu(view, 'Sign out…')
  await dialogIn(view)
  const text = view.get('dialog').text()
  for (const part of ['Ada Moreno', 'Fernhill Clinic (id.fernhill.example)']) expect(text).toContain(part)
  await view.get('dialog').trigger('keydown', { key: 'Escape' })
  expect(view.find('dialog').exists()).toBe(false)
  expect(bridge.session.signOut).not.toHaveBeenCalled()
})

it('does not leave while an entry is being verified', async () => {
  const view = await open()
  await startWizard(view)
  bridge.tell('enrolment:changed', {
    phase: 'verifying',
    factorType: 'OTP',
    sends: 1,
    sentAt: 1,
    resendAt: 1,
    expiresAt: 1
  })
  await flushPromises()
  await button(view, 'Settings').trigger('click')
  await flushPromises()
  expect(title(view)).toBe('Add an authenticator app')
  expect(bridge.enrolment.leave).not.toHaveBeenCalled()
})

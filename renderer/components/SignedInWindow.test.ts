import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { useEnrolmentStore } from '../stores/enrolment'
import { useSessionStore } from '../stores/session'
import { button, installBridge, show } from '../testBridge'
import SignedInWindow from './SignedInWindow.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open() {
  await useSessionStore().start()
  useEnrolmentStore()
  bridge.enrolment.leave.mockImplementation(() => {
    bridge.changeEnrolment({ phase: 'none' })
    return Promise.resolve({ ok: true, data: undefined })
  })
  const view = show(SignedInWindow)
  await flushPromises()
  return view
}

type View = Awaited<ReturnType<typeof open>>

const title = (view: View) => view.get('h1').text()

async function startWizard(view: View) {
  bridge.changeEnrolment({ phase: 'started', factorType: 'OTP', pending: false })
  await vi.waitFor(() => expect(title(view)).toBe('Add an authenticator app'), 20_000)
}

it('shows the wizard in place of the page while an enrolment is under way', async () => {
  const view = await open()
  expect(title(view)).toBe('Sign-in methods')
  await startWizard(view)
  bridge.changeEnrolment({ phase: 'none' })
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
  bridge.changeEnrolment({ phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: true })
  await flushPromises()
  await button(view, 'Settings').trigger('click')
  await button(view, 'Keep it on screen').trigger('click')
  await button(view, 'Sign out').trigger('click')
  expect(bridge.session.signOut).not.toHaveBeenCalled()
  await button(view, 'Leave without it').trigger('click')
  await flushPromises()
  expect(bridge.session.signOut).toHaveBeenCalledTimes(1)
  expect(title(view)).toBe('Sign-in methods')
})

it('stays while an entry is being verified', async () => {
  const view = await open()
  await startWizard(view)
  bridge.changeEnrolment({ phase: 'verifying', factorType: 'OTP', sends: 1, sentAt: 1, resendAt: 1, expiresAt: 1 })
  await flushPromises()
  await button(view, 'Settings').trigger('click')
  await flushPromises()
  expect(title(view)).toBe('Add an authenticator app')
  expect(bridge.enrolment.leave).not.toHaveBeenCalled()
})

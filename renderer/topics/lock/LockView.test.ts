import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import { useLockStore } from '../../stores/lock'
import { button, installBridge, lockState, ok, refused, show } from '../../bridge/bridge.testing'
import LockView from './LockView.vue'

const locked = { ...lockState, locked: true, pinSet: true }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(state = locked) {
  bridge.lock.read.mockResolvedValue(ok(state))
  await useLockStore().start()
  const view = show(LockView)
  await flushPromises()
  return view
}

type View = Awaited<ReturnType<typeof open>>

const field = (view: View) => view.get<HTMLInputElement>('input')
const described = (view: View) =>
  (field(view).attributes('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent.trim())
    .join(' ')

async function enter(view: View, pin: string) {
  await field(view).setValue(pin)
  await view.get('form').trigger('submit')
  await flushPromises()
}

describe('the lock screen', () => {
  it('has the focus in its field, and hands what was typed to main once', async () => {
    const view = await open()
    expect(document.activeElement).toBe(field(view).element)
    expect(field(view).attributes('type')).toBe('password')
    await enter(view, '735519')
    expect(bridge.lock.unlock).toHaveBeenCalledExactlyOnceWith({ pin: '735519' })
    expect(field(view).element.value).toBe('')
  })

  it('ties what was wrong to the field, and counts the tries when few are left', async () => {
    const view = await open()
    bridge.lock.unlock.mockImplementation(() => {
      bridge.tell('lock:changed', { ...locked, attemptsLeft: 5 })
      return Promise.resolve(refused('pinWrong'))
    })
    await enter(view, '0000')
    expect(field(view).attributes('aria-invalid')).toBe('true')
    expect(described(view)).toContain('That is not the PIN or passphrase.')
    expect(described(view)).toContain('Tries left: 5.')
    expect(document.activeElement).toBe(field(view).element)
  })

  it('ties a wait that main tells later to the field', async () => {
    const view = await open()
    bridge.tell('lock:changed', { ...locked, retryAt: Date.now() + 30_000 })
    await flushPromises()
    expect(described(view)).toMatch(/You can try again in \d+ s/)
  })

  it('ties both what was wrong and the wait to the field', async () => {
    const view = await open()
    bridge.lock.unlock.mockImplementation(() => {
      bridge.tell('lock:changed', { ...locked, retryAt: Date.now() + 30_000 })
      return Promise.resolve(refused('pinWrong'))
    })
    await enter(view, '0000')
    expect(described(view)).toMatch(/That is not the PIN or passphrase.*You can try again in \d+ s/)
  })

  it('sends nothing while there is a wait', async () => {
    const view = await open({ ...locked, retryAt: Date.now() + 30_000 })
    expect(described(view)).toMatch(/You can try again in \d+ s/)
    await enter(view, '735519')
    expect(bridge.lock.unlock).not.toHaveBeenCalled()
    expect(button(view, 'Unlock').attributes()).toHaveProperty('disabled')
  })

  it('offers Touch ID only if the computer has it and it is turned on', async () => {
    const settings = { ...locked.settings, touchId: true }
    expect((await open({ ...locked, settings })).text()).not.toContain('Touch ID')
    const view = await open({ ...locked, settings, touchIdAvailable: true })
    bridge.lock.unlockWithTouchId.mockResolvedValue(refused('touchIdRefused'))
    await button(view, 'Use Touch ID').trigger('click')
    await flushPromises()
    expect(described(view)).toContain('Try again, or enter your PIN or passphrase.')
  })

  it('says what cannot be ended before it starts over', async () => {
    const view = await open()
    await button(view, 'Forgot it? Sign in again').trigger('click')
    expect(bridge.lock.signInAgain).not.toHaveBeenCalled()
    await button(view, 'Delete and start over').trigger('click')
    expect(bridge.lock.signInAgain).toHaveBeenCalledTimes(1)
  })

  it('has no field if only a new sign-in helps, and says why', async () => {
    const view = await open({ ...locked, onlySignIn: 'attempts' })
    expect(view.find('input').exists()).toBe(false)
    expect(view.get('[role=alert]').text()).toContain('Too many wrong tries')
    await button(view, 'Sign in again…').trigger('click')
    expect(view.get('dialog').text()).toContain('they live on at each organisation')
  })

  it('says what was lost when it locked by itself', async () => {
    const view = await open({ ...locked, lost: 'session' })
    expect(view.text()).toContain('You will have to sign in again')
  })
})

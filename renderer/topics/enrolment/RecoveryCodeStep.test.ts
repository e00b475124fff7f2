import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useEnrolmentStore } from '../../stores/enrolment'
import { button, installBridge, ok, recoveryCode, refused, show, texts } from '../../bridge/bridge.testing'
import EnrolmentView from './EnrolmentView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))
afterEach(() => vi.restoreAllMocks())

async function open() {
  useEnrolmentStore()
  bridge.tell('enrolment:changed', { phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: true })
  const view = show(EnrolmentView)
  await flushPromises()
  return view
}

type View = Awaited<ReturnType<typeof open>>

async function fillGate(view: View, lastFour: string) {
  await view.get('input[type=checkbox]').setValue(true)
  await view.get('input[type=text]').setValue(lastFour)
}

describe('the recovery code', () => {
  it('is shown as main gives it, with what it belongs to and what it does', async () => {
    const view = await open()
    expect(view.get('.recovery-code').element.textContent).toBe(recoveryCode.code)
    const [account, tenant, madeAt, codes] = texts(view, '.recovery-facts div')
    expect(account).toContain('ada.moreno@fernhill.example')
    expect(tenant).toContain('id.fernhill.example')
    expect(madeAt).toContain('14 May 2026')
    expect(codes).toContain('once')
    expect(view.text()).toContain('It lets you in once if your phone is lost.')
    expect(document.activeElement?.textContent).toBe('Save your recovery code')
  })

  it('is copied by main, with a line about the clipboard only where main clears it', async () => {
    const view = await open()
    await button(view, 'Copy').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('Copied')
    expect(view.text()).not.toContain('Cleared from the clipboard')
    bridge.enrolment.copyRecoveryCode.mockResolvedValue(ok({ clearsAt: Date.now() + 30_000 }))
    await view.get('.actions button').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('Cleared from the clipboard in')
  })

  it('is written to a file, and says so only if it was', async () => {
    bridge.enrolment.saveRecoveryCode.mockResolvedValueOnce(ok({ saved: false }))
    const view = await open()
    await button(view, 'Save as…').trigger('click')
    await flushPromises()
    expect(view.text()).not.toContain('Saved')
    await button(view, 'Save as…').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('Saved')
  })

  it('says why no file was written', async () => {
    bridge.enrolment.saveRecoveryCode.mockResolvedValue(refused('fileNotWritten'))
    const view = await open()
    await button(view, 'Save as…').trigger('click')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('The file was not written')
  })

  it('is printed by the system', async () => {
    const print = vi.fn()
    Object.defineProperty(window, 'print', { value: print, configurable: true })
    await button(await open(), 'Print').trigger('click')
    expect(print).toHaveBeenCalledTimes(1)
  })

  it('leaves the screen when the computer is locked, and cannot be printed until it is back', async () => {
    const view = await open()
    bridge.tell('enrolment:conceal', undefined)
    await flushPromises()
    expect(view.find('.recovery-code').exists()).toBe(false)
    expect(button(view, 'Print').attributes()).toHaveProperty('disabled')
    await button(view, 'Show').trigger('click')
    await flushPromises()
    expect(view.find('.recovery-code').exists()).toBe(true)
  })
})

describe('the gate', () => {
  it('opens only once the box is ticked and four characters are typed', async () => {
    const view = await open()
    const closed = () => 'disabled' in button(view, 'Finish').attributes()
    expect(closed()).toBe(true)
    await view.get('input[type=text]').setValue('51-41')
    expect(closed()).toBe(true)
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.keepRecoveryCode).not.toHaveBeenCalled()
    await view.get('input[type=checkbox]').setValue(true)
    expect(closed()).toBe(false)
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.keepRecoveryCode).toHaveBeenCalledWith({ lastFour: '5141' })
  })

  it('says that the characters are wrong, until they change', async () => {
    bridge.enrolment.keepRecoveryCode.mockResolvedValue(ok({ matches: false }))
    const view = await open()
    await fillGate(view, '9999')
    await view.get('form').trigger('submit')
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('These are not its last four.')
    expect(view.get('input[type=text]').attributes('aria-invalid')).toBe('true')
    await view.get('input[type=text]').setValue('5')
    expect(view.find('[role=alert]').exists()).toBe(false)
  })
})

describe('leaving without the code', () => {
  it.each([
    ['Esc', () => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))],
    ['the way back', (view: View) => button(view, 'Back to sign-in methods').element.click()]
  ])('is asked about first, with %s', async (_name, leave) => {
    const view = await open()
    leave(view)
    await flushPromises()
    expect(view.get('dialog h2').text()).toBe('Leave without saving the code?')
    expect(bridge.enrolment.leave).not.toHaveBeenCalled()
    await button(view, 'Keep it on screen').trigger('click')
    expect(view.find('dialog').exists()).toBe(false)
    leave(view)
    await flushPromises()
    await button(view, 'Leave without it').trigger('click')
    expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
  })
})

import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { useAnnouncementsStore } from '../../kit/announcements'
import { useEnrolmentStore } from '../../stores/enrolment'
import { speak } from '../../text/i18n'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import CodeEnrolment from './CodeEnrolment.vue'

type Sent = Extract<EnrolmentState, { phase: 'challengeSent' }>

const start = Date.UTC(2026, 4, 14, 12, 3)
const sms: Sent = {
  phase: 'challengeSent',
  factorType: 'SMS',
  target: '+44 ••• 142',
  sends: 1,
  sentAt: start,
  resendAt: start + 60_000,
  expiresAt: start + 300_000,
  pending: false,
  scanAgain: false,
  lapsed: false
}

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  vi.useFakeTimers({ now: start })
  bridge = installBridge()
  bridge.enrolment.suggestTarget.mockResolvedValue(
    ok({ kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' })
  )
})
afterEach(() => vi.useRealTimers())

async function tell(state: EnrolmentState): Promise<void> {
  bridge.tell('enrolment:changed', state)
  await vi.advanceTimersByTimeAsync(0)
}

/** Mounts the form first and then sends a code, as it happens in the window. */
async function open(state: EnrolmentState = sms) {
  useEnrolmentStore()
  bridge.tell('enrolment:changed', { phase: 'started', factorType: 'SMS', pending: false })
  const view = show(CodeEnrolment)
  await vi.advanceTimersByTimeAsync(0)
  await tell(state)
  return view
}

const code = (view: VueWrapper) => view.get<HTMLInputElement>('.code-field input')
const spoken = () => useAnnouncementsStore().message
const isDisabled = (view: VueWrapper, name: string) => 'disabled' in button(view, name).attributes()

describe('the code', () => {
  it('is sent as soon as six digits are there', async () => {
    const view = await open()
    expect(document.activeElement).toBe(code(view).element)
    await code(view).setValue('123 456')
    expect(bridge.enrolment.verify.mock.calls).toEqual([[{ passcode: '123456' }]])
  })

  it.each(['1234', '12345', '12345678'])('may be %s if the person confirms it', async (passcode) => {
    const view = await open()
    await code(view).setValue('123')
    expect(isDisabled(view, 'Confirm')).toBe(true)
    await code(view).setValue(passcode)
    expect(isDisabled(view, 'Confirm')).toBe(false)
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.verify.mock.calls).toEqual([[{ passcode }]])
  })

  it('is sent only once while it is being verified, which cannot be cancelled', async () => {
    const view = await open()
    await code(view).setValue('123456')
    const { scanAgain: _scanAgain, lapsed: _lapsed, pending: _pending, ...challenge } = sms
    await tell({ ...challenge, phase: 'verifying' })
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.verify).toHaveBeenCalledTimes(1)
    expect(isDisabled(view, 'Cancel')).toBe(true)
    expect(code(view).element.value).toBe('123456')
  })

  it('stays, marked as wrong, when it is refused, and the countdown goes on', async () => {
    const view = await open()
    await code(view).setValue('123456')
    await vi.advanceTimersByTimeAsync(20_000)
    await tell({ ...sms, failure: refused('passcodeWrong').error })
    const alert = view.get('[role=alert]')
    expect(alert.text()).toContain('That code was not accepted')
    expect(code(view).element.value).toBe('123456')
    expect(code(view).attributes()).toMatchObject({
      'aria-invalid': 'true',
      'aria-describedby': alert.attributes('id')
    })
    expect(document.activeElement).toBe(code(view).element)
    expect(alert.text()).toContain('Only the newest code works: the one sent just now.')
    expect(view.find('.code-field ~ [role=alert]').exists()).toBe(true)
    expect(view.text()).toContain('You can send another code in 40 s.')
    expect(texts(view, '[role=alert] button')).not.toContain('Send again')
  })

  it('is said to have probably expired if it is too old when it is refused', async () => {
    const view = await open()
    await vi.advanceTimersByTimeAsync(300_000)
    await tell({ ...sms, failure: refused('passcodeWrong').error })
    expect(view.get('[role=alert]').text()).toContain('The newest was sent 5 minutes ago and has probably expired.')
  })

  it('is asked for, but not sent again, when the person comes back', async () => {
    await open()
    const view = show(CodeEnrolment)
    await flushPromises()
    expect(view.text()).toContain('We sent a code to +44 ••• 142.')
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
  })

  it('is probably too old once the server has closed the challenge, and another is offered', async () => {
    const view = await open()
    await vi.advanceTimersByTimeAsync(299_000)
    expect(view.text()).not.toContain('too old')
    await vi.advanceTimersByTimeAsync(1000)
    expect(view.text()).toContain('The last code is probably too old by now.')
    expect(spoken()).toBe('The last code is probably too old by now.')
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(isDisabled(view, 'Send again')).toBe(false)
  })
})

describe('sending again', () => {
  it('is possible once main says so, and the seconds until then are seen', async () => {
    const view = await open({ ...sms, resendAt: start + 90_000 })
    expect(view.text()).toContain('You can send another code in 1 min 30 s.')
    await vi.advanceTimersByTimeAsync(89_000)
    expect(view.text()).toContain('You can send another code in 1 s.')
    expect(isDisabled(view, 'Send again')).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(view.text()).toContain('You can send another code now.')
    expect(isDisabled(view, 'Send again')).toBe(false)
  })

  it('is counted aloud at 60, 30, 10 and 0 seconds only', async () => {
    await open()
    const heard = [spoken()]
    for (let second = 0; second < 70; second++) {
      await vi.advanceTimersByTimeAsync(1000)
      if (heard.at(-1) !== spoken()) heard.push(spoken())
    }
    expect(heard).toEqual([
      'You can send another code in 60 s.',
      'You can send another code in 30 s.',
      'You can send another code in 10 s.',
      'You can send another code now.'
    ])
  })

  it('goes to the same target, is confirmed with its time, and begins with an empty field', async () => {
    const view = await open()
    await code(view).setValue('123')
    await vi.advanceTimersByTimeAsync(60_000)
    await button(view, 'Send again').trigger('click')
    expect(bridge.enrolment.sendChallenge.mock.calls).toEqual([
      [{ target: { kind: 'phone', phoneNumber: '7700900142', phoneCountryCode: '+44' } }]
    ])
    const sentAt = Date.now()
    await tell({ ...sms, sends: 2, sentAt, resendAt: sentAt + 60_000, expiresAt: sentAt + 300_000 })
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(sentAt)
    expect(view.text()).toContain(`Sent again at ${time}. Only the newest code works.`)
    expect(spoken()).toBe(`Sent again at ${time}. Only the newest code works. You can send another code in 60 s.`)
    expect(code(view).element.value).toBe('')
    expect(document.activeElement).toBe(code(view).element)
    expect(isDisabled(view, 'Send again')).toBe(true)
  })

  it('asks for the target if this window no longer knows it', async () => {
    bridge.enrolment.suggestTarget.mockResolvedValue(ok({ kind: 'none' }))
    const view = await open({ ...sms, resendAt: start })
    await button(view, 'Send again').trigger('click')
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    expect(view.text()).toContain('Which number gets the code?')
  })

  it('opens the reasons after the second code, with the way to another method', async () => {
    const view = await open()
    expect(view.get('details').attributes()).not.toHaveProperty('open')
    await tell({ ...sms, sends: 2, sentAt: start + 1 })
    expect(view.get('details').attributes()).toHaveProperty('open')
    expect(view.get('details').text()).toContain('block short numbers')
    await button(view, 'Choose another method').trigger('click')
    expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
  })

  it('names the spam folder where the code goes by email', async () => {
    const view = await open({ ...sms, factorType: 'EMAIL', target: 'a•••a@fernhill.example', sends: 2 })
    expect(view.get('details').text()).toContain('spam folder')
  })
})

it('sets the way to another number apart in English, and right behind the sentence in Chinese', async () => {
  const view = await open()
  const line = () => view.get('.intro p').text()
  expect(line()).toContain('+44 ••• 142. Change')
  await speak('zh-CN')
  await vi.advanceTimersByTimeAsync(0)
  expect(line()).toBe('验证码已发送至 +44 ••• 142。更改号码')
  await speak('en')
})

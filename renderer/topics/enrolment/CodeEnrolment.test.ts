import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useSettingsStore } from '../../stores/settings'
import { appearance, button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import CodeEnrolment from './CodeEnrolment.vue'

type Sent = Extract<EnrolmentState, { phase: 'challengeSent' }>

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 14, 12, 3) })
  bridge = installBridge()
  bridge.countries.list.mockResolvedValue(
    ok([
      { alpha2: 'ES', phoneCountryCode: '+34', names: { en: 'Spain', 'zh-CN': 'Spain' } },
      { alpha2: 'GB', phoneCountryCode: '+44', names: { en: 'United Kingdom', 'zh-CN': 'United Kingdom' } },
      { alpha2: 'US', phoneCountryCode: '+1', names: { en: 'United States', 'zh-CN': 'United States' } }
    ])
  )
})
afterEach(() => vi.useRealTimers())

function sent(facts: Partial<Sent> = {}): Sent {
  const sentAt = Date.now()
  return {
    phase: 'challengeSent',
    factorType: 'SMS',
    target: '+44 ••• 142',
    sends: 1,
    sentAt,
    resendAt: sentAt + 60_000,
    expiresAt: sentAt + 300_000,
    pending: false,
    scanAgain: false,
    lapsed: false,
    ...facts
  }
}

async function tell(state: EnrolmentState): Promise<void> {
  bridge.tell('enrolment:changed', state)
  await vi.advanceTimersByTimeAsync(0)
}

async function open(state: EnrolmentState = { phase: 'started', factorType: 'SMS', pending: false }, region = 'US') {
  bridge.settings.read.mockResolvedValue(ok({ ...appearance, ...(region && { region }) }))
  await useSettingsStore().load()
  useEnrolmentStore()
  bridge.tell('enrolment:changed', state)
  const view = show(CodeEnrolment)
  await vi.advanceTimersByTimeAsync(0)
  return view
}

async function submit(view: VueWrapper): Promise<void> {
  await view.get('form').trigger('submit')
  await flushPromises()
}

function field(view: VueWrapper, label: string) {
  const found = view.findAll('label').find((one) => one.text() === label)
  return view.get<HTMLInputElement>(`[id="${found?.attributes('for') ?? ''}"]`)
}

const phone = (phoneNumber: string, phoneCountryCode: string) => ({
  target: { kind: 'phone' as const, phoneNumber, phoneCountryCode }
})

describe('the form', () => {
  it('sends to the number typed, in the country of the region', async () => {
    const view = await open()
    expect(document.activeElement?.textContent).toBe('Which number gets the code?')
    expect(field(view, 'Country').element.value).toBe('United States')
    await field(view, 'Phone number').setValue(' 202 555 0143 ')
    expect(view.text()).toContain('We send one code to +1 202 555 0143.')
    await submit(view)
    expect(bridge.enrolment.sendChallenge.mock.calls).toEqual([[phone('202 555 0143', '+1')]])
  })

  it('chooses no country if the region of the system is unknown, and asks for one', async () => {
    const view = await open(undefined, '')
    expect(field(view, 'Country').element.value).toBe('')
    await field(view, 'Phone number').setValue('202 555 0143')
    await submit(view)
    expect(view.text()).toContain('Choose the country of this number.')
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
  })

  it.each(['+44 7700 900142', '(+44) 7700 900142', '＋44 7700 900142'])(
    'needs no country for %s, which has its own',
    async (typed) => {
      const view = await open(undefined, '')
      await field(view, 'Phone number').setValue(typed)
      expect(view.text()).toContain(`We send one code to ${typed}.`)
      await submit(view)
      expect(bridge.enrolment.sendChallenge.mock.calls).toEqual([[phone(typed, '')]])
      expect(view.text()).not.toContain('Choose the country')
    }
  )

  it.each([
    ['SMS' as const, 'Phone number', '7700 900142 (at home, in the evenings, not on Sundays)'],
    ['EMAIL' as const, 'Email address', `ada@${'harbour.'.repeat(60)}example`]
  ])('cuts no end off what is pasted (%s)', async (factorType, label, pasted) => {
    const view = await open({ phase: 'started', factorType, pending: false })
    expect(field(view, label).element.maxLength).toBeGreaterThanOrEqual(pasted.length)
  })

  it('asks for an address where the code goes by email', async () => {
    const view = await open({ phase: 'started', factorType: 'EMAIL', pending: false })
    await field(view, 'Email address').setValue('ada@fernhill.example')
    await submit(view)
    expect(bridge.enrolment.sendChallenge).toHaveBeenCalledWith({
      target: { kind: 'email', email: 'ada@fernhill.example' }
    })
  })

  it.each([
    ['SMS' as const, 'phoneInvalid' as const, 'Phone number', '12'],
    ['EMAIL' as const, 'emailInvalid' as const, 'Email address', 'ada@']
  ])('says at the field what is wrong with it and keeps it (%s)', async (factorType, code, label, typed) => {
    bridge.enrolment.sendChallenge.mockResolvedValue(refused(code))
    const view = await open({ phase: 'started', factorType, pending: false })
    await field(view, label).setValue(typed)
    await submit(view)
    const input = field(view, label)
    expect([input.element.value, input.attributes('aria-invalid')]).toEqual([typed, 'true'])
    const described = view.get(`[id="${(input.attributes('aria-describedby') ?? '').split(' ')[0] ?? ''}"]`)
    expect(described.attributes('role')).toBe('alert')
    expect(described.text()).toContain('Nothing was sent.')
    expect(view.text()).not.toContain('We send one code to')
    expect(document.activeElement).toBe(input.element)
    expect(view.find('.notice').exists()).toBe(false)
  })

  it.each([
    ['SMS' as const, 'Phone number', 'Enter your number.'],
    ['EMAIL' as const, 'Email address', 'Enter your email address.']
  ])('sends nothing while the field is empty, and asks for it there (%s)', async (factorType, label, words) => {
    const view = await open({ phase: 'started', factorType, pending: false })
    await submit(view)
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    const input = field(view, label)
    expect(document.activeElement).toBe(input.element)
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(view.get(`[id="${input.attributes('aria-describedby') ?? ''}"]`).text()).toBe(words)
  })

  it('says why main could not send', async () => {
    const { error } = refused('serverFault')
    const view = await open({ phase: 'started', factorType: 'SMS', pending: false, failure: error })
    expect(view.get('.notice[role=alert]').text()).toContain('The server has a problem')
  })

  it('sends once while a code is on its way', async () => {
    const view = await open({ phase: 'started', factorType: 'SMS', pending: true })
    await field(view, 'Phone number').setValue('612345847')
    await submit(view)
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    expect(button(view, 'Send code').attributes('aria-disabled')).toBe('true')
  })

  it('takes a typed country code while the list is missing, and the list once it is there', async () => {
    bridge.countries.list.mockResolvedValueOnce(refused('timedOut'))
    const view = await open()
    await field(view, 'Phone number').setValue('7700 900142')
    await submit(view)
    expect(view.text()).toContain('It is a plus sign and one to four digits')
    await field(view, 'Country code').setValue('００４４')
    await submit(view)
    expect(bridge.enrolment.sendChallenge.mock.calls).toEqual([[phone('7700 900142', '+44')]])
    await button(view, 'Try again').trigger('click')
    await flushPromises()
    expect(field(view, 'Country').element.value).toBe('United Kingdom')
  })
})

describe('what the account already has', () => {
  beforeEach(() => bridge.enrolment.suggestTarget.mockResolvedValue(ok(phone('7700900142', '+44').target)))

  it('is filled in and marked as such', async () => {
    const view = await open()
    expect(field(view, 'Phone number').element.value).toBe('7700900142')
    expect(field(view, 'Country').element.value).toBe('United Kingdom')
    expect(view.text()).toContain('Your account already has this number.')
  })

  it('makes way for another, and comes back when asked for', async () => {
    const view = await open()
    await button(view, 'Use another number').trigger('click')
    expect(document.activeElement).toBe(field(view, 'Phone number').element)
    expect(field(view, 'Phone number').element.value).toBe('')
    await button(view, 'Use +44 7700900142').trigger('click')
    expect(field(view, 'Phone number').element.value).toBe('7700900142')
  })

  it('does not replace what was typed before it arrived', async () => {
    let answer = (): void => undefined
    bridge.enrolment.suggestTarget.mockReturnValue(
      new Promise((resolve) => (answer = () => resolve(ok(phone('7700900142', '+44').target))))
    )
    const view = await open()
    await field(view, 'Phone number').setValue('612')
    answer()
    await flushPromises()
    expect(field(view, 'Phone number').element.value).toBe('612')
    expect(button(view, 'Use +44 7700900142').exists()).toBe(true)
  })

  it('is not filled in while the person is already in the field', async () => {
    let answer = (): void => undefined
    bridge.enrolment.suggestTarget.mockReturnValue(
      new Promise((resolve) => (answer = () => resolve(ok(phone('7700900142', '+44').target))))
    )
    const view = await open()
    field(view, 'Phone number').element.focus()
    answer()
    await flushPromises()
    expect(field(view, 'Phone number').element.value).toBe('')
    expect(button(view, 'Use +44 7700900142').exists()).toBe(true)
  })

  it('can be an address', async () => {
    bridge.enrolment.suggestTarget.mockResolvedValue(ok({ kind: 'email', email: 'ada@fernhill.example' }))
    const view = await open({ phase: 'started', factorType: 'EMAIL', pending: false })
    expect(field(view, 'Email address').element.value).toBe('ada@fernhill.example')
    expect(view.text()).toContain('Your account already has this address.')
  })

  it('is forgotten with the enrolment, as is what was typed', async () => {
    await open()
    await tell({ phase: 'none' })
    bridge.enrolment.suggestTarget.mockResolvedValue(ok({ kind: 'none' }))
    const view = await open()
    expect(field(view, 'Phone number').element.value).toBe('')
  })
})

describe('changing the target', () => {
  it('goes back to what was typed and sends nothing by itself', async () => {
    const view = await open()
    await field(view, 'Phone number').setValue('612345847')
    await tell(sent({ target: '+1 ••• 847' }))
    expect(view.text()).toContain('We sent a code to +1 ••• 847.')
    expect(view.text()).not.toContain('612345847')
    await button(view, 'Change number').trigger('click')
    expect(field(view, 'Phone number').element.value).toBe('612345847')
    expect(document.activeElement?.textContent).toBe('Which number gets the code?')
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    await button(view, 'Back to the code').trigger('click')
    expect(view.text()).toContain('Type the code we sent')
  })

  it('asks for a new code for another number, and then for that code', async () => {
    const view = await open(sent())
    await button(view, 'Change number').trigger('click')
    await field(view, 'Phone number').setValue('612345847')
    bridge.enrolment.sendChallenge.mockImplementation(async () => {
      await tell(sent({ pending: true }))
      return ok(undefined)
    })
    await submit(view)
    expect(bridge.enrolment.sendChallenge.mock.calls).toEqual([[phone('612345847', '+1')]])
    expect(view.text()).toContain('Which number gets the code?')
    await vi.advanceTimersByTimeAsync(1000)
    await tell(sent({ target: '+1 ••• 847', sends: 2 }))
    expect(view.text()).toContain('We sent a code to +1 ••• 847.')
  })

  it('stays at the form if the new number is refused, and says nothing there about an earlier code', async () => {
    const view = await open(sent({ failure: refused('passcodeWrong').error }))
    await vi.advanceTimersByTimeAsync(1000)
    await button(view, 'Change number').trigger('click')
    expect(view.find('.notice').exists()).toBe(false)
    await field(view, 'Phone number').setValue('6')
    bridge.enrolment.sendChallenge.mockResolvedValue(refused('phoneInvalid'))
    await submit(view)
    expect(field(view, 'Phone number').attributes('aria-invalid')).toBe('true')
    await button(view, 'Back to the code').trigger('click')
    expect(view.text()).not.toContain('That is not a whole phone number')
  })

  it('goes back to the code that was sent before if nothing new was sent', async () => {
    const view = await open(sent())
    await button(view, 'Change number').trigger('click')
    await field(view, 'Phone number').setValue('612345847')
    await submit(view)
    expect(view.text()).toContain('Type the code we sent')
  })
})

import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { useEnrolmentStore } from '../../stores/enrolment'
import { button, installBridge, ok, otpKey, refused, show, texts } from '../../bridge/bridge.testing'
import EnrolmentView from './EnrolmentView.vue'

type Sent = Extract<EnrolmentState, { phase: 'challengeSent' }>

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  vi.useFakeTimers({ now: Date.UTC(2026, 4, 14, 12, 0, 18) })
})
afterEach(() => vi.useRealTimers())

async function settle() {
  await vi.advanceTimersByTimeAsync(0)
  await flushPromises()
}

async function change(facts: Partial<Sent> = {}) {
  const at = Date.now()
  const challenge = { sends: 1, sentAt: at, resendAt: at + 60_000, expiresAt: at + 60_000 }
  const flags = { pending: false, scanAgain: false, lapsed: false }
  bridge.tell('enrolment:changed', { phase: 'challengeSent', factorType: 'OTP', ...challenge, ...flags, ...facts })
  await settle()
}

async function openScan() {
  useEnrolmentStore()
  await change({ sentAt: 1 })
  const view = show(EnrolmentView)
  await settle()
  return view
}

async function openConfirm() {
  const view = await openScan()
  await button(view, 'Continue').trigger('click')
  return view
}

async function refuse(view: VueWrapper, facts: Partial<Sent> = {}) {
  await view.get('input').setValue('492817')
  await change({ sentAt: 1, failure: refused('passcodeWrong').error, ...facts })
  return view.get('[role=alert]')
}

describe('before the key', () => {
  it('says what is needed, how long it takes and how it is undone, and asks for a key only on Continue', async () => {
    useEnrolmentStore()
    bridge.tell('enrolment:changed', { phase: 'started', factorType: 'OTP', pending: false })
    const view = show(EnrolmentView)
    expect(texts(view, '.points li')).toEqual([
      'You need an authenticator app on your phone.',
      'Have the app open before you continue: the QR code lasts about a minute.',
      'About 2 minutes',
      'You can remove it at any time, here under Sign-in methods.'
    ])
    expect(document.activeElement).toBe(view.get('h2').element)
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    await button(view, 'Continue').trigger('click')
    expect(bridge.enrolment.sendChallenge).toHaveBeenCalledWith({ target: { kind: 'none' } })
  })

  it('names apps for somebody who has none', async () => {
    const view = await openScan()
    expect(view.get('details').text()).toContain('Google Authenticator, Microsoft Authenticator and 2FAS')
  })

  it('says why no key came', () => {
    useEnrolmentStore()
    const { error: failure } = refused('timedOut', { requestId: 'abc' })
    bridge.tell('enrolment:changed', { phase: 'started', factorType: 'OTP', pending: false, failure })
    const view = show(EnrolmentView)
    expect(view.get('[role=alert]').text()).toContain('The server took too long to answer')
    expect(view.get('[role=alert] details').text()).toContain('abc')
  })
})

describe('the key', () => {
  it('is there as a picture of its modules and as text in groups of four', async () => {
    const view = await openScan()
    expect(view.get('svg[role=img]').attributes('aria-label')).toContain('use the key')
    expect(Number(view.get('svg[role=img]').attributes('width'))).toBeGreaterThanOrEqual(200)
    expect(view.get('svg[role=img] path').attributes('d')).toBe(
      'M0 0h1v1h-1zM2 0h1v1h-1zM1 1h1v1h-1zM0 2h1v1h-1zM2 2h1v1h-1z'
    )
    expect(view.get('.key').element.textContent).toBe('JBSW Y3DP EHPK 3PXP')
    expect(texts(view, '.key-facts div')).toEqual(['TypeTime-based', 'AlgorithmSHA-1', 'Digits6', 'Period30 s'])
  })

  it('is copied by main, which says when it clears the clipboard', async () => {
    const view = await openScan()
    await button(view, 'Copy key').trigger('click')
    await settle()
    expect(view.text()).toContain('Copied')
    expect(view.text()).toContain('Cleared from the clipboard in 30 s, if still there.')
    await vi.advanceTimersByTimeAsync(2000)
    expect(view.text()).not.toContain('Copied')
    expect(view.text()).toContain('in 28 s')
    await vi.advanceTimersByTimeAsync(28_000)
    expect(view.text()).not.toContain('Cleared from')
    await button(view, 'Copy link').trigger('click')
    expect(bridge.enrolment.copyLink).toHaveBeenCalledTimes(1)
  })

  it('says so when no app opens the link', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)')
    bridge.enrolment.openAuthenticator.mockResolvedValue(refused('authenticatorNotOpened'))
    const view = await openScan()
    await button(view, 'Open in authenticator').trigger('click')
    await settle()
    expect(view.get('[role=alert]').text()).toContain('No authenticator app opened')
  })

  it('is not handed to an app on Linux, and the view says why', async () => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (X11; Linux x86_64)')
    const view = await openScan()
    expect(view.text()).not.toContain('Open in authenticator')
    expect(view.text()).toContain('on Linux, other users could read it')
  })

  it('leaves the screen when the computer is locked, and comes back only when asked for', async () => {
    const view = await openScan()
    bridge.tell('enrolment:conceal', undefined)
    await settle()
    expect(view.find('.key').exists()).toBe(false)
    expect(view.find('svg[role=img]').exists()).toBe(false)
    await change({ sentAt: 2 })
    expect(view.find('.key').exists()).toBe(false)
    await button(view, 'Show').trigger('click')
    await settle()
    expect(view.find('.key').exists()).toBe(true)
  })

  it('leaves the screen ten seconds after the window lost the focus, not when it comes back before', async () => {
    const view = await openScan()
    window.dispatchEvent(new Event('blur'))
    await vi.advanceTimersByTimeAsync(9000)
    window.dispatchEvent(new Event('focus'))
    await vi.advanceTimersByTimeAsync(9000)
    expect(view.find('.key').exists()).toBe(true)
    window.dispatchEvent(new Event('blur'))
    await vi.advanceTimersByTimeAsync(10_000)
    expect(view.find('.key').exists()).toBe(false)
  })

  it('is read again when another was sent, with a request to delete the old entry', async () => {
    const view = await openScan()
    bridge.enrolment.readKey.mockResolvedValue(ok({ ...otpKey, key: 'AAAA BBBB' }))
    await change({ sentAt: 2, scanAgain: true })
    expect(view.get('[role=alert]').text()).toContain('If you already scanned the old one, delete that entry.')
    expect(view.get('.key').text()).toBe('AAAA BBBB')
  })

  it('still counts after a failed request if it was scanned already, and the failure stands below it', async () => {
    const view = await openScan()
    await change({ sentAt: 1, failure: refused('timedOut').error })
    expect(view.get('[role=alert]').text()).toContain('That entry still counts')
    expect(view.find('.scan ~ [role=alert]').exists()).toBe(true)
  })

  it('is requested by the person if a new one would differ', async () => {
    const view = await openScan()
    await change({ sentAt: 1, lapsed: true })
    await button(view, 'Show a new code').trigger('click')
    expect(bridge.enrolment.sendChallenge).toHaveBeenCalledWith({ target: { kind: 'none' } })
  })
})

describe('the code', () => {
  it('is verified as soon as it is complete, once', async () => {
    const view = await openConfirm()
    expect(document.activeElement).toBe(view.get('.code-field input').element)
    expect(button(view, 'Confirm').attributes()).toHaveProperty('disabled')
    await view.get('input').setValue('492817')
    expect(bridge.enrolment.verify).toHaveBeenCalledWith({ passcode: '492817' })
    bridge.tell('enrolment:changed', {
      phase: 'verifying',
      factorType: 'OTP',
      sends: 1,
      sentAt: 1,
      resendAt: 1,
      expiresAt: 1
    })
    await settle()
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.verify).toHaveBeenCalledTimes(1)
    expect(button(view, 'Cancel').attributes()).toHaveProperty('disabled')
  })

  it('can be sent again with the button after a refusal', async () => {
    const view = await openConfirm()
    await refuse(view)
    await view.get('form').trigger('submit')
    expect(bridge.enrolment.verify).toHaveBeenCalledTimes(2)
  })

  it('stays selected when refused, with the likely causes in order', async () => {
    const view = await openConfirm()
    const alert = await refuse(view, { clockErrorMs: 130_000 })
    expect(document.activeElement).toBe(view.get('input').element)
    expect(view.get('input').attributes('aria-invalid')).toBe('true')
    expect(view.get('input').attributes('aria-describedby')).toBe(alert.attributes('id'))
    const [changed, clock, other] = alert.findAll('li').map((cause) => cause.text())
    // The server is at 11:58:08: 22 s before the next half minute.
    expect(changed).toContain('in 22 s')
    expect(clock).toContain('This computer’s clock is 2 min 10 s ahead of the server’s.')
    expect(other).toContain('Look for Fernhill Clinic, ada.moreno@fernhill.example.')
  })

  it.each([
    [-94_000, 'clock is 1 min 34 s behind the server’s.'],
    [1999, undefined],
    [undefined, undefined]
  ])('is not blamed on a clock that is %s ms ahead', async (clockErrorMs, words) => {
    const alert = await refuse(await openConfirm(), clockErrorMs === undefined ? {} : { clockErrorMs })
    expect(alert.findAll('li')).toHaveLength(words ? 3 : 2)
    if (words) expect(alert.text()).toContain(words)
  })

  it('can be compared with the QR code again', async () => {
    const view = await openConfirm()
    await button(view, 'Show the QR code again').trigger('click')
    expect(view.find('svg[role=img]').exists()).toBe(true)
    expect(view.find('input').exists()).toBe(true)
  })

  it('is kept when another key comes, which is shown under it', async () => {
    const view = await openConfirm()
    await view.get('input').setValue('4928')
    bridge.enrolment.readKey.mockResolvedValue(ok({ ...otpKey, key: 'AAAA BBBB' }))
    await change({ sentAt: 2, scanAgain: true })
    expect(view.get('input').element.value).toBe('4928')
    expect(view.get('.key').text()).toBe('AAAA BBBB')
    expect(view.text()).toContain('That QR code has expired')
  })
})

import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { EnrolmentState } from '../../../contract/enrolment'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useFactorsStore } from '../../stores/factors'
import { button, installBridge, ok, refused, show, texts } from '../../bridge/bridge.testing'
import EnrolmentView from './EnrolmentView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

async function open(state: EnrolmentState) {
  useEnrolmentStore()
  useFactorsStore()
  bridge.tell('enrolment:changed', state)
  const view = show(EnrolmentView)
  await flushPromises()
  return view
}

function press(key: string) {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
}

describe('a wizard', () => {
  const sent = {
    phase: 'challengeSent',
    factorType: 'OTP',
    sends: 1,
    sentAt: 1,
    resendAt: 1,
    expiresAt: 1,
    pending: false,
    scanAgain: false,
    lapsed: false
  } as const

  it('numbers its steps and says which one is current and which are done', async () => {
    const view = await open(sent)
    expect(view.get('h1').text()).toBe('Add an authenticator app')
    expect(view.get('[aria-current=step]').text()).toContain('Scan')
    await button(view, 'Continue').trigger('click')
    expect(view.get('[aria-current=step]').text()).toContain('Confirm')
    expect(texts(view, '.steps li')[0]).toMatch(/Scan\s*\(done\)/)
  })

  it('goes on with Enter from its title, and never twice where a control has the focus', async () => {
    const view = await open({ phase: 'started', factorType: 'OTP', pending: false })
    view.get('summary').element.focus()
    press('Enter')
    expect(bridge.enrolment.sendChallenge).not.toHaveBeenCalled()
    view.get('h2').element.focus()
    press('Enter')
    expect(bridge.enrolment.sendChallenge).toHaveBeenCalledTimes(1)
  })

  it('is left at once with a button, and with Esc while nothing secret is on screen', async () => {
    const view = await open({ phase: 'started', factorType: 'OTP', pending: false })
    await button(view, 'Cancel').trigger('click')
    await button(view, 'Back to sign-in methods').trigger('click')
    press('Escape')
    expect(bridge.enrolment.leave).toHaveBeenCalledTimes(3)
  })

  it('asks alike before Esc, Cancel and the way back take a key from the screen', async () => {
    const view = await open(sent)
    for (const way of ['Escape', 'Cancel', 'Back to sign-in methods']) {
      if (way === 'Escape') press(way)
      else await button(view, way).trigger('click')
      await flushPromises()
      expect(view.get('dialog').text()).toContain('delete that entry from your app')
      await button(view, 'Keep going').trigger('click')
    }
    expect(bridge.enrolment.leave).not.toHaveBeenCalled()
  })

  it('cannot be left while an entry is being verified', async () => {
    await open({ phase: 'verifying', factorType: 'OTP', sends: 1, sentAt: 1, resendAt: 1, expiresAt: 1 })
    press('Escape')
    await flushPromises()
    expect(bridge.enrolment.leave).not.toHaveBeenCalled()
  })
})

describe('how it ends', () => {
  it('says what is active, and offers the best next step with its reason', async () => {
    bridge.factors.listEnrolled.mockResolvedValue(ok([{ factorId: 'a', factorType: 'SMS' }]))
    const offered = ['OTP', 'X', 'FACE', 'EMAIL'].map((factorType) => ({ factorType }))
    bridge.factors.listToEnroll.mockResolvedValue(ok(offered))
    const view = await open({ phase: 'bound', factorType: 'OTP', recoveryCodeToKeep: false })
    expect(view.get('h2').text()).toBe('Authenticator app is active')
    expect(view.text()).toContain('Your next sign-in asks for its code.')
    expect(texts(view, '.group')[0]).toContain('If your phone is lost, this still lets you in.')
    await button(view, 'Add email').trigger('click')
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'EMAIL' })
    await button(view, 'Done').trigger('click')
    expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
  })

  it('offers nothing where nothing is left to add', async () => {
    bridge.factors.listToEnroll.mockResolvedValue(ok([]))
    const view = await open({
      phase: 'bound',
      factorType: 'EMAIL',
      target: 'a•••o@x.example',
      recoveryCodeToKeep: false
    })
    expect(view.text()).toContain('a•••o@x.example')
    expect(view.text()).not.toContain('Best next step')
  })

  it('checks again after a lost answer, and then lets the person ask for another check', async () => {
    const view = await open({ phase: 'unknown', factorType: 'OTP', pending: true })
    expect(view.text()).toContain('It is not known yet whether it was added')
    expect(view.findAll('.primary')).toHaveLength(0)
    const { error: failure } = refused('offline')
    bridge.tell('enrolment:changed', { phase: 'unknown', factorType: 'OTP', pending: false, failure })
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('You are offline')
    await button(view, 'Check again').trigger('click')
    expect(bridge.enrolment.recheck).toHaveBeenCalledTimes(1)
  })

  it('says why nothing was added, and leads back', async () => {
    const { error: failure } = refused('factorAlreadyBound', { requestId: 'abc' })
    const view = await open({ phase: 'failed', factorType: 'OTP', failure })
    expect(view.get('[role=alert]').text()).toContain('It is already active')
    expect(view.get('[role=alert] details').text()).toContain('abc')
    await button(view, 'Back to sign-in methods').trigger('click')
    expect(bridge.enrolment.leave).toHaveBeenCalledTimes(1)
  })
})

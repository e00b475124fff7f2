import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it } from 'vitest'
import type { IncidentState } from '../../../contract/incident'
import { button, installBridge, show } from '../../bridge/bridge.testing'
import { useIncidentStore } from '../../stores/incident'
import IncidentPaused from './IncidentPaused.vue'
import IncidentView from './IncidentView.vue'
import type { Incident } from './types'

const at = new Date(2026, 4, 14, 2, 16).getTime()
const begun = new Date(2026, 4, 14, 14, 6).getTime()
const sms = { id: 'a', factorType: 'SMS', target: '+55 ••••• 0019' }
const app = { id: 'b', factorType: 'OTP', name: 'Ada’s iPhone', addedAt: begun }

const incident = (facts: Partial<Incident> = {}): IncidentState => ({
  phase: 'running',
  startedAt: begun,
  cause: { at, success: true, app: 'Pharmacy', countryCode: 'BR' },
  stopped: false,
  steps: [{ step: 'password' }, { step: 'sessions' }, { step: 'factors' }, { step: 'identities' }],
  open: { kind: 'page', step: 'password', unchanged: false },
  busy: false,
  lines: [],
  ...facts
})
const choosing = (step: Partial<Extract<Incident['open'], { kind: 'choice' }>> = {}, facts: Partial<Incident> = {}) =>
  incident({
    open: { kind: 'choice', step: 'factors', subjects: [sms, app], chosen: [], unproven: false, ...step },
    ...facts
  })

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

async function open(state: IncidentState) {
  useIncidentStore()
  bridge.tell('incident:changed', state)
  const view = show(IncidentView)
  await flushPromises()
  return view
}

describe('taking the account back', () => {
  it('says what it is about, and shows one step open', async () => {
    const view = await open(incident())
    expect(view.get('header').text()).toContain('from Brazil')
    expect(view.findAll('[aria-current=step]')).toHaveLength(1)
    expect(view.get('[aria-current=step]').text()).toContain('Change the password')
    expect(view.findAll('li')).toHaveLength(5)
  })

  it('says of a change that it was noticed, and not that somebody signed in', async () => {
    const cause = { at, success: true, change: 'phoneChanged' as const }
    expect((await open(incident({ cause }))).get('header').text()).toContain('for the change noticed on')
    const lines = [{ at, what: 'changed' as const, by: 'noticed' as const, cause }]
    const view = await open({
      phase: 'done',
      startedAt: begun,
      cause,
      stopped: false,
      steps: [],
      busy: false,
      lines
    })
    const line = view.get('ol li').text()
    expect(line).toContain('Phone number changed, not from here')
    expect(line).toContain('Noticed by Holdfast')
  })

  it('names the sign-in, although refused attempts came before it', async () => {
    const view = await open(incident({ cause: { at, success: true, attempts: 41, since: at - 60_000 } }))
    expect(view.get('header').text()).toContain('for the sign-in of')
  })

  it('opens the tenant’s page, and takes the person’s word only after', async () => {
    const view = await open(incident())
    expect(view.text()).not.toContain('I have done this')
    await button(view, 'Open the page').trigger('click')
    expect(bridge.incident.act).toHaveBeenCalledWith({ act: 'openPage' })
    bridge.tell(
      'incident:changed',
      incident({ open: { kind: 'page', step: 'password', openedAt: 1, unchanged: true } })
    )
    await flushPromises()
    expect(view.get('[role=status]').text()).toContain('The password is as old as before')
    await button(view, 'Look again').trigger('click')
    await button(view, 'I did change it').trigger('click')
    expect(bridge.incident.act.mock.calls.slice(1)).toEqual([[{ act: 'check' }], [{ act: 'vouch' }]])
  })

  it('chooses nothing beforehand, and goes on only once everything is said', async () => {
    const view = await open(choosing())
    expect(view.findAll('input:checked')).toHaveLength(0)
    const go = () => view.get('footer .button:last-child')
    expect(go().attributes('disabled')).toBeDefined()
    expect(view.text()).toContain('Authenticator app, Ada’s iPhone')
    const radios = view.findAll<HTMLInputElement>('input[type=radio]')
    await radios[1]?.setValue()
    expect(go().attributes('disabled')).toBeDefined()
    await radios[2]?.setValue()
    expect(go().text()).toBe('Remove 1 and go on')
    await go().trigger('click')
    expect(bridge.incident.decide).toHaveBeenCalledWith({ remove: ['a'] })
  })

  it('does not choose a session to be ended again that is back, such as that of our own browser', async () => {
    const line = { at, what: 'removed' as const, step: 'sessions' as const, subject: app, by: 'foundDone' as const }
    const view = await open(choosing({ step: 'sessions' }, { lines: [line] }))
    const radios = view.findAll<HTMLInputElement>('input[type=radio]')
    expect(radios.map(({ element }) => element.checked)).toEqual([false, true, false, false])
    expect(button(view, 'End 1 and go on').attributes('disabled')).toBeDefined()
    await radios[2]?.setValue()
    await button(view, 'End 1 and go on').trigger('click')
    expect(bridge.incident.decide).toHaveBeenCalledWith({ remove: ['a'] })
  })

  it('has the name of the account typed if every method is to go', async () => {
    const view = await open(choosing({ subjects: [sms] }))
    await view.findAll<HTMLInputElement>('input[type=radio]')[1]?.setValue()
    const go = () => view.get('footer .button:last-child')
    expect(go().attributes('disabled')).toBeDefined()
    await view.get('input[type=text]').setValue('ada')
    await go().trigger('click')
    expect(bridge.incident.decide).toHaveBeenCalledWith({ remove: ['a'], accountName: 'ada' })
  })

  it('asks of a passkey as well, which is not the last method', async () => {
    const passkey = { id: 'c', passkey: true, name: 'Night shift', addedAt: begun } as const
    const view = await open(choosing({ subjects: [sms, passkey] }))
    expect(view.find('[role=radiogroup][aria-label="Passkey, Night shift"]').exists()).toBe(true)
    expect(view.get('[aria-current=step]').text()).toContain('added 14 May 2026')
    const radios = view.findAll<HTMLInputElement>('input[type=radio]')
    await radios[0]?.setValue()
    await radios[3]?.setValue()
    expect(view.find('input[type=text]').exists()).toBe(false)
    await button(view, 'Remove 1 and go on').trigger('click')
    expect(bridge.incident.decide).toHaveBeenCalledWith({ remove: ['c'] })
    await radios[1]?.setValue()
    expect(view.find('input[type=text]').exists()).toBe(true)
  })

  it('shows what was chosen before the app ended', async () => {
    const view = await open(choosing({ chosen: ['a'] }))
    const [, notMine] = view.findAll<HTMLInputElement>('input[type=radio]')
    expect(notMine?.element.checked).toBe(true)
  })

  it('shows the text of a hostile tenant as text', async () => {
    const view = await open(choosing({ subjects: [{ ...sms, name: '<img src=x onerror=alert(1)>' }] }))
    expect(view.find('img').exists()).toBe(false)
    expect(view.text()).toContain('<img src=x')
  })

  it('says when the list could not be read, and reads it again', async () => {
    const failed = incident({
      open: { kind: 'choice', step: 'factors', chosen: [], unproven: false },
      failure: { code: 'unreachable', at: begun }
    })
    const view = await open(failed)
    expect(view.find('[role=alert]').exists()).toBe(true)
    await button(view, 'Try again').trigger('click')
    expect(bridge.incident.act).toHaveBeenCalledWith({ act: 'retry' })
  })

  it('ends with what happened, how each line is known, and the place to save it', async () => {
    const steps = [{ step: 'password' as const, outcome: 'proven' as const, at: begun }]
    const view = await open({
      phase: 'done',
      startedAt: begun,
      cause: { at, success: true },
      stopped: false,
      steps,
      busy: false,
      lines: [
        { at, what: 'signIn', by: 'history', cause: { at, success: true, app: 'Pharmacy' } },
        { at: begun, what: 'password', by: 'proven', readAt: begun },
        { at: begun, what: 'removed', subject: sms, by: 'foundDone', readAt: begun }
      ]
    })
    const lines = view.findAll('ol li').map((line) => line.text())
    expect(view.text()).toContain('Every step is done and was read back')
    expect(lines[0]).toContain('From the history')
    expect(lines[1]).toMatch(/Password changed.*Read back/)
    expect(lines[2]).toMatch(/Text message removed.*Sent, found done/)
    await button(view, 'Save the timeline…').trigger('click')
    await button(view, 'Close').trigger('click')
    expect(bridge.incident.save).toHaveBeenCalled()
    expect(bridge.incident.act).toHaveBeenCalledWith({ act: 'close' })
  })

  it('does not offer to leave out a step while nobody knows what became of a removal', async () => {
    const view = await open(choosing())
    expect(button(view, 'Leave this out').attributes('disabled')).toBeUndefined()
    bridge.tell('incident:changed', incident({ open: { kind: 'choice', step: 'factors', chosen: [], unproven: true } }))
    await flushPromises()
    expect(button(view, 'Leave this out').attributes('disabled')).toBeDefined()
    expect(button(view, 'Try again').attributes('disabled')).toBeUndefined()
  })

  it('keeps the focus on the button that was pressed, and gives it to the step when a question takes its place', async () => {
    const view = await open(choosing({ step: 'sessions' }))
    const go = button(view, 'End 2 and go on')
    go.element.focus()
    bridge.tell('incident:changed', choosing({ step: 'sessions' }, { busy: true }))
    await flushPromises()
    expect(document.activeElement).toBe(go.element)
    await go.trigger('click')
    expect([go.attributes('aria-disabled'), bridge.incident.decide.mock.calls.length]).toEqual(['true', 0])
    bridge.tell('incident:changed', choosing({ step: 'sessions' }, { busy: true, asking: { by: 'dialog' } }))
    await flushPromises()
    expect(document.activeElement?.textContent).toBe('End every other session')
  })

  it('stays where it is on the keyboard while the page is opened', async () => {
    const view = await open(incident())
    const page = button(view, 'Open the page')
    page.element.focus()
    bridge.tell('incident:changed', incident({ busy: true }))
    await flushPromises()
    await page.trigger('click')
    expect([document.activeElement, bridge.incident.act.mock.calls]).toEqual([page.element, []])
    for (const one of [page, button(view, 'Leave this out')]) expect(one.attributes('aria-disabled')).toBe('true')
  })

  it('stops for now, and is offered again', async () => {
    const view = await open(incident())
    await button(view, 'Stop for now').trigger('click')
    expect(bridge.incident.act).toHaveBeenCalledWith({ act: 'stop' })
    bridge.tell('incident:changed', incident({ stopped: true }))
    const paused = show(IncidentPaused)
    await button(paused, 'Go on').trigger('click')
    expect(bridge.incident.act).toHaveBeenLastCalledWith({ act: 'goOn' })
  })
})

import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import type { Alert, AlertList } from '../../../contract/alerts'
import { button, installBridge, show, texts } from '../../bridge/bridge.testing'
import AlertsView from './AlertsView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
})

const at = Date.UTC(2025, 4, 14, 12)
const place: Alert = {
  id: 'a',
  rule: 'newPlace',
  at,
  state: 'waiting',
  signIn: { at, country: 'BR', system: 'Windows', browser: 'Chrome', address: '203.0.113.24', app: 'Pharmacy' },
  usual: { countries: ['ES'], systems: ['macOS'], browsers: ['Firefox'] },
  before: { count: 41, since: at - 360_000, until: at - 120_000, addresses: 3, countries: 2 }
}
const over: Alert = {
  id: 'b',
  rule: 'failedBurst',
  at,
  state: 'over',
  burst: { count: 12, since: at, until: at + 60_000, addresses: 1, countries: 1 }
}

async function open(list: Partial<AlertList>) {
  bridge.alerts.read.mockResolvedValue({ ok: true, data: { waiting: [], earlier: [], ...list } })
  const view = show(AlertsView)
  await flushPromises()
  return view
}

it('an alert says what happened, what is unusual and by which rule, and waits for one of two answers', async () => {
  const view = await open({ waiting: [place], earlier: [over] })
  const card = view.get('article').text()
  expect(card).toContain('A sign-in that is unusual for you')
  expect(card).toContain('to Pharmacy · 41 refused attempts ended 2 minutes before')
  expect(texts(view, '.evidence bdi')).toEqual([
    'Chrome on Windows. Usual for you: Firefox and macOS',
    'Brazil. Usual for you: Spain',
    '203.0.113.24'
  ])
  expect(card).toContain('Rule: country, system and browser are all new')
  expect(texts(view, '.row h3')).toEqual(['12 refused attempts to sign in'])
  expect(view.get('.row').text()).toContain('Over')

  bridge.alerts.answer.mockResolvedValue({ ok: true, data: { waiting: [], earlier: [{ ...place, state: 'me' }] } })
  await button(view, 'That was me').trigger('click')
  await flushPromises()
  expect(bridge.alerts.answer).toHaveBeenCalledWith({ id: 'a', answer: 'me' })
  expect(view.findAll('article')).toHaveLength(0)
  expect(document.activeElement?.tagName).toBe('H1')
})

it('“This wasn’t me” begins to take the account back, and then keeps the answer', async () => {
  const view = await open({ waiting: [place] })
  await button(view, 'This wasn’t me…').trigger('click')
  await flushPromises()
  expect(bridge.incident.start).toHaveBeenCalledWith({
    cause: {
      at,
      success: true,
      app: 'Pharmacy',
      address: '203.0.113.24',
      countryCode: 'BR',
      attempts: 41,
      since: at - 360_000
    }
  })
  expect(bridge.alerts.answer).toHaveBeenCalledWith({ id: 'a', answer: 'notMe' })
})

it('an incident that cannot begin leaves the question, and says why', async () => {
  bridge.incident.start.mockResolvedValue({ ok: false, error: { code: 'keychainLocked', at } })
  const view = await open({ waiting: [place] })
  await button(view, 'This wasn’t me…').trigger('click')
  await flushPromises()
  expect(bridge.alerts.answer).not.toHaveBeenCalled()
  expect(view.get('article').find('[role=alert]').exists()).toBe(true)
})

it('texts of the tenant stay texts', async () => {
  const hostile = '<img src=x onerror=alert(1)>'
  const signIn = { at, country: hostile, browser: hostile, system: hostile, app: hostile }
  const view = await open({ waiting: [{ ...place, signIn }] })
  expect(view.find('img').exists()).toBe(false)
  expect(view.get('article').text()).toContain(hostile)
})

it('what was learnt is shown until the person has seen it, and an empty list says how much was looked at', async () => {
  const learnt = {
    at,
    signIns: 261,
    days: 90,
    shown: false,
    countries: ['ES'],
    systems: ['iOS'],
    browsers: [],
    devices: 2
  }
  const view = await open({ learnt })
  expect(texts(view, 'dd')).toEqual(['Spain', 'iOS', '2'])
  expect(view.text()).toContain('Holdfast looked at 261 sign-ins of 90 days')
  bridge.alerts.closeLearnt.mockResolvedValue({
    ok: true,
    data: { waiting: [], earlier: [], learnt: { ...learnt, shown: true } }
  })
  await button(view, 'Looks right').trigger('click')
  await flushPromises()
  expect(view.find('dd').exists()).toBe(false)
})

it('a look that fails is never an empty list', async () => {
  bridge.alerts.read.mockResolvedValue({ ok: false, error: { code: 'keychainLocked', at } })
  const view = show(AlertsView)
  await flushPromises()
  expect(view.text()).not.toContain('Nothing to answer')
  expect(view.find('[role=alert]').exists()).toBe(true)
})

it('a failed look says so and leaves the alerts', async () => {
  const view = await open({ waiting: [place], failure: { code: 'offline', at } })
  expect(view.find('[role=alert]').exists()).toBe(true)
  expect(view.findAll('article')).toHaveLength(1)
})

it('changes say before and after, and who made them', async () => {
  bridge.alerts.readChanges.mockResolvedValue({
    ok: true,
    data: {
      since: 0,
      began: at,
      changes: [
        { at, kind: 'phoneChanged', before: '+34 47', from: [] },
        { at, kind: 'factorAdded', subject: 'SMS', own: true, from: [] },
        { at, kind: 'passwordChanged', beforeAt: at - 86_400_000, afterAt: at, answer: 'me', from: [] },
        { at, kind: 'deviceAdded', device: { browser: 'Chrome', system: 'Windows' }, answer: 'notMe', from: [] }
      ]
    }
  })
  const view = await open({})
  const rows = texts(view, '[aria-label="What changed"] li').map((text) => text.replace(/\s+/g, ' '))
  expect(rows[0]).toContain('Phone number removed')
  expect(rows[0]).toContain('+34 47')
  expect(rows[0]).toContain('none')
  expect(rows[0]).toContain('Not from here')
  expect(rows[1]).toContain('Text message')
  expect(rows[1]).toContain('By you, here')
  expect(rows[2]).toContain('13 May 2025')
  expect(rows[2]).toContain('You said: me')
  expect(rows[3]).toContain('Chrome on Windows')
  expect(rows[3]).toContain('You said: not me')
})

it('a change of long ago says why, and that its request is not known any more', async () => {
  const from = [{ source: 'profile' as const, field: 'phone', values: [], readAt: at }]
  const changes = [{ at, kind: 'phoneChanged' as const, after: '+34 47', answer: 'notMe' as const, from }]
  bridge.alerts.readChanges.mockResolvedValue({ ok: true, data: { since: 0, began: at, changes } })
  const view = await open({})
  await button(view, 'Phone number added').trigger('click')
  expect(view.get('[role=dialog]').text()).toContain('and you said it was not you.')
  expect(texts(view, '[role=dialog] dd')).toEqual([
    'Profile phone',
    expect.stringContaining('2025'),
    'Not known any more, or never given',
    'phoneChanged'
  ])
})

it('a day that is chosen is the one since which changes are listed', async () => {
  const began = Date.now() - 40 * 86_400_000
  bridge.alerts.readChanges.mockResolvedValue({ ok: true, data: { since: 0, began, changes: [] } })
  const view = await open({})
  expect(view.text()).toContain('Nothing changed since that day')
  const days = view.findAll('option')
  expect(days).toHaveLength(11)
  await days[3]?.setValue(true)
  await flushPromises()
  const { since = 0 } = bridge.alerts.readChanges.mock.lastCall?.[0] ?? {}
  expect(new Date(since).getHours()).toBe(0)
  expect(Date.now() - since).toBeGreaterThan(86_400_000)
  expect(Date.now() - since).toBeLessThan(4 * 86_400_000)
})

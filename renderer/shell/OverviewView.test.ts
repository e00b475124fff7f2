import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Origin } from '../../contract/origin'
import type { Overview, Score, Step } from '../../contract/overview'
import { button, installBridge, ok, refused, show, texts } from '../bridge/bridge.testing'
import { useAlertsStore } from '../stores/alerts'
import { usePageStore } from '../stores/page'
import { useSessionStore } from '../stores/session'
import { useSnapshotStore } from '../stores/snapshot'
import OverviewView from './OverviewView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => (bridge = installBridge()))

const readAt = new Date(2026, 10, 29, 14, 3, 11).getTime()
const origin: Origin = { source: 'active', field: 'factorType', values: ['OTP'], readAt, requestId: '934108e5-7c1f' }

const addSms: Step = {
  rule: 'lostPhone',
  about: 'fallback',
  severity: 'high',
  action: { kind: 'add', method: 'EMAIL' },
  offDays: 7,
  from: [origin]
}
const addPasskey: Step = {
  ...addSms,
  rule: 'falseWebsite',
  about: 'passkey',
  action: { kind: 'add', method: 'PASSKEY' }
}
const askPhone: Step = {
  ...addSms,
  rule: 'noPhone',
  about: 'phone',
  severity: 'optional',
  action: { kind: 'administrator', methods: ['SMS'] }
}

const standing: Overview = {
  score: { kind: 'number', value: 72 },
  scoreFrom: [{ source: 'security', field: 'securityScore', values: ['72'], readAt, requestId: 'score-request' }],
  reasons: [
    { id: 'oneMethod', about: 'secondMethod', state: 'good', method: 'OTP', from: [origin] },
    { id: 'lostPhone', about: 'fallback', state: 'gap', from: [origin] },
    { id: 'passwordNotTold', about: 'password', state: 'unknown', from: [] }
  ],
  steps: [addSms, addPasskey],
  outside: [],
  optional: [],
  decided: [],
  mayDismiss: false,
  unread: [],
  waiting: false
}
const safe = { ...standing, steps: [], reasons: [] }

async function open(told: Partial<Overview> = {}) {
  bridge.overview.read.mockResolvedValue(ok({ ...standing, ...told }))
  await useSessionStore().start()
  const view = show(OverviewView)
  await flushPromises()
  return view
}

describe('the overview', () => {
  it('has the tenant’s number, our reasons, and whose each of them is', async () => {
    const view = await open()
    expect(view.get('.ring').text()).toContain('72')
    expect(view.get('.ring').text()).toContain('of 100')
    expect(view.get('.score h2').text()).toBe('Good, 2 gaps to close')
    expect(texts(view, '.reasons li')).toEqual([
      'Authenticator app active',
      'All on one phone',
      'Password rule: not told'
    ])
    expect(view.text()).toContain('Number by id.fernhill.example. Reasons by Holdfast')
  })

  it('names one best next step, with the only primary button', async () => {
    const view = await open()
    expect(texts(view, '.button.primary')).toEqual(['Add'])
    expect(texts(view, '.eyebrow')).toEqual(['Best next step'])
    await button(view, 'Add email').trigger('click')
    expect(bridge.enrolment.start).toHaveBeenCalledWith({ factorType: 'EMAIL' })
    await button(view, 'Add a passkey').trigger('click')
    expect(bridge.passkeys.add).toHaveBeenCalledTimes(1)
  })

  it('asks about an alert first, and leads to the list of alerts', async () => {
    const at = readAt - 60_000
    const device = { browser: 'Chrome', system: 'Windows' }
    const alert = { id: 'a', rule: 'newDevice', at, state: 'waiting', device, signIn: { at, country: 'BR' } } as const
    const unanswered: Step = {
      rule: 'unanswered',
      about: 'alert',
      severity: 'high',
      action: { kind: 'answer', alert },
      from: []
    }
    const view = await open({ steps: [unanswered, addSms] })
    expect(view.get('.score h2').text()).toBe('Look at one sign-in first')
    expect(texts(view, '.row h3')[0]).toBe('Was this you? A device signed in that was never here before')
    expect(view.get('.row').text()).toContain('Chrome on Windows · Brazil')
    expect(texts(view, '.button.primary')).toEqual(['Look'])
    await button(view, 'Look').trigger('click')
    expect([usePageStore().page, useAlertsStore().half]).toEqual(['activity', 'alerts'])
  })

  it('says what changed since the visit before, and leads to all changes', async () => {
    bridge.alerts.readChanges.mockResolvedValue(
      ok({
        since: readAt,
        began: readAt,
        changes: [{ at: readAt, kind: 'phoneChanged', before: '+34 47', own: true, from: [origin] }]
      })
    )
    const view = await open()
    const region = view.get('[aria-label="What changed"]')
    expect(region.text().replace(/\s+/g, ' ')).toContain('Since Sunday')
    expect(region.text()).toContain('1 change')
    expect(region.get('li').text()).toContain('By you, here')
    const change = button(view, 'Phone number removed')
    await change.trigger('click')
    const panel = view.get('[role=dialog]')
    expect(document.activeElement).toBe(panel.element)
    expect(panel.text()).toContain('It was still there at the check before this one. Holdfast asked for it here.')
    expect(texts(view, '[role=dialog] dd')).toContain('934108e5-7c1f')
    await panel.trigger('keydown', { key: 'Escape' })
    expect(document.activeElement).toBe(change.element)
    await button(view, 'All changes').trigger('click')
    expect(usePageStore().page).toBe('activity')
  })

  it('says why it says something: field, values, time, request and rule', async () => {
    const view = await open()
    const claim = button(view, 'All on one phone')
    await claim.trigger('click')
    const panel = view.get('[role=dialog]')
    expect(panel.text()).toContain('Every active method needs your phone.')
    expect(texts(view, '[role=dialog] dd')).toEqual([
      expect.stringMatching(/^Active methods factorType\s*OTP$/),
      expect.stringContaining('14:03:11'),
      '934108e5-7c1f',
      'lostPhone'
    ])
    expect(document.activeElement).toBe(panel.element)
    await panel.trigger('keydown', { key: 'Escape' })
    expect(view.find('[role=dialog]').exists()).toBe(false)
    expect(document.activeElement).toBe(claim.element)
    await button(view, 'Why: Add email').trigger('click')
    expect(view.get('[role=dialog]').text()).toContain('If your phone is lost, this still lets you in.')
  })

  it('says where the number is from too', async () => {
    const view = await open()
    await view.get('.by button').trigger('click')
    expect(view.get('[role=dialog]').text()).toMatch(/securityScore\s*72/)
    expect(view.get('[role=dialog]').text()).toContain('score-request')
  })

  it.each<[Score | undefined, string, string]>([
    [{ kind: 'outside', value: 140 }, '140', 'sent 140, which is not from 0 to 100'],
    [{ kind: 'outside', value: -3 }, '-3', 'sent -3, which is not from 0 to 100'],
    [{ kind: 'text', text: '<b>72</b>' }, '–', 'sent “<b>72</b>” instead of a number'],
    [{ kind: 'empty' }, '–', 'sent no number'],
    [{ kind: 'absent' }, '–', 'sent no number'],
    [{ kind: 'odd' }, '–', 'sent something that is not a number'],
    [undefined, '–', 'The number could not be read']
  ])('tells a score of %j as it is', async (score, drawn, said) => {
    const { score: _usual, ...rest } = standing
    bridge.overview.read.mockResolvedValue(ok({ ...rest, ...(score && { score }) }))
    const view = show(OverviewView)
    await flushPromises()
    expect(view.get('.ring').text()).toContain(drawn)
    expect(view.findAll('.ring circle')).toHaveLength(1)
    expect(view.get('.score').text()).toContain(said)
    expect(view.get('.score h2').text() === 'Incomplete').toBe(drawn === '–')
  })

  it('has no primary button where the rest is not in the person’s hands, and says whose it is', async () => {
    const view = await open({ ...safe, score: { kind: 'number', value: 94 }, optional: [askPhone] })
    expect(view.get('.score h2').text()).toBe('Nothing left for you to do')
    expect(view.text()).toContain('The rest of the 100 is not in your hands.')
    expect(view.text()).toContain('Why not 100?')
    expect(view.text()).toContain('id.fernhill.example does not let you add a phone number')
    await button(view, 'Copy a request').trigger('click')
    expect(bridge.overview.copyRequest).toHaveBeenCalledWith({ rule: 'noPhone', about: 'phone' })
    expect(texts(view, '.button.primary')).toEqual([])
  })

  it('explains no number where 100 is reached', async () => {
    const view = await open({ ...safe, score: { kind: 'number', value: 100 }, optional: [askPhone] })
    expect(view.text()).not.toContain('Why not 100?')
  })

  it('says that it is incomplete, and how to read the rest', async () => {
    const step: Step = { ...addSms, rule: 'readAgain', about: 'reading', action: { kind: 'readAgain' }, from: [] }
    const unread = [{ source: 'passkeys', known: false, failure: refused('timedOut').error }] as const
    const view = await open({ steps: [step, addPasskey], unread: [...unread] })
    expect(view.get('.score h2').text()).toBe('Incomplete')
    expect(view.text()).toContain('Not read: Passkeys.')
    bridge.overview.read.mockClear()
    await button(view, 'Try again').trigger('click')
    expect(bridge.overview.read).toHaveBeenCalledWith({ again: true })
  })

  it('puts a step off, and shows it below with an undo', async () => {
    const view = await open()
    const decided = { rule: 'lostPhone', about: 'fallback', at: readAt, until: readAt + 7 * 24 * 3_600_000 } as const
    bridge.overview.putOff.mockResolvedValue(ok({ ...standing, steps: [addPasskey], decided: [decided] }))
    await button(view, 'Not now: Add email').trigger('click')
    await flushPromises()
    expect(bridge.overview.putOff).toHaveBeenCalledWith({ rule: 'lostPhone', about: 'fallback' })
    expect(view.text()).toContain('Decided by you')
    expect(view.text()).toContain('Put off on 29 November, back on 6 December')
    expect(view.get('.score h2').text()).toBe('Good, one gap to close')
    bridge.overview.undo.mockResolvedValue(ok(standing))
    await button(view, 'Undo: All on one phone').trigger('click')
    await flushPromises()
    expect(bridge.overview.undo).toHaveBeenCalledWith(decided)
    expect(view.text()).not.toContain('Decided by you')
  })

  it('offers to dismiss a step for good to somebody with two strong methods', async () => {
    const view = await open({ mayDismiss: true })
    bridge.overview.dismiss.mockResolvedValue(ok({ ...standing, steps: [addPasskey] }))
    const menu = view.findAll('[aria-haspopup=menu]')[0]
    await menu?.trigger('click')
    await flushPromises()
    const items = view.findAll('[role^=menuitem]')
    expect(items.map((item) => item.text())).toEqual([
      expect.stringContaining('Say it again on'),
      'Do not say this again'
    ])
    await items[1]?.trigger('click')
    expect(bridge.overview.dismiss).toHaveBeenCalledWith({ rule: 'lostPhone', about: 'fallback' })
  })

  it('reads again when asked, and says when it was checked', async () => {
    const view = await open()
    expect(view.get('.caption').text()).toMatch(/^Checked at /)
    await button(view, 'Check again').trigger('click')
    expect(bridge.overview.read.mock.calls).toEqual([[{ again: false }], [{ again: true }]])
  })

  it('shows what main tells while the rest is being read', async () => {
    bridge.overview.read.mockReturnValue(new Promise(() => undefined))
    await useSessionStore().start()
    const view = show(OverviewView)
    bridge.tell('overview:changed', { ...standing, waiting: true, steps: [addSms] })
    await flushPromises()
    expect(texts(view, '.button.primary')).toEqual(['Add'])
    expect(view.get('[aria-busy]').attributes('aria-busy')).toBe('true')
    expect(view.get('.score h2').text()).toBe('Looking at your account')
  })

  it('shows the whole answer although a part of it arrives later', async () => {
    const view = await open()
    bridge.tell('overview:changed', { ...standing, waiting: true })
    await flushPromises()
    expect(view.get('.score h2').text()).toBe('Good, 2 gaps to close')
    bridge.tell('overview:changed', { ...standing, reasons: [] })
    await flushPromises()
    expect(texts(view, '.reasons li')).toEqual([])
  })

  it('leaves what was known with its age when it cannot be read again, and nothing to click', async () => {
    bridge.snapshot.read.mockResolvedValue(ok({ overview: { readAt, value: standing } }))
    bridge.overview.read.mockResolvedValue(refused('offline'))
    await useSessionStore().start()
    await useSnapshotStore().recall()
    const view = show(OverviewView)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('You can look, but not change anything.')
    expect(button(view, 'Add email').attributes('disabled')).toBeDefined()
    expect(texts(view, '.button.primary')).toEqual([])
  })

  it('says what is wrong if nothing is known', async () => {
    bridge.overview.read.mockResolvedValue(refused('timedOut'))
    const view = show(OverviewView)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('Your account could not be looked at.')
  })

  it('reads again when the person is back from the tenant’s page', async () => {
    const step: Step = { ...addSms, rule: 'passwordWeak', about: 'password', action: { kind: 'tenantPage' } }
    const view = await open({ steps: [step] })
    window.dispatchEvent(new Event('focus'))
    expect(bridge.overview.read).toHaveBeenCalledTimes(1)
    await button(view, 'Open the page').trigger('click')
    expect(bridge.overview.openTenantPage).toHaveBeenCalledTimes(1)
    await flushPromises()
    window.dispatchEvent(new Event('focus'))
    await vi.waitFor(() => expect(bridge.overview.read).toHaveBeenLastCalledWith({ again: true }))
  })
})

import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ActivityEntry, SignIn } from '../../../contract/activity'
import { button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import { layOut } from '../../kit/layout.testing'
import ActivityView from './ActivityView.vue'

const noon = new Date(2026, 10, 20, 12).getTime()
const day = 24 * 3_600_000
const signIn = (facts: Partial<SignIn> = {}): SignIn => ({ at: noon, success: true, app: 'Rota', ...facts })
const progress = { complete: true, unreadable: 0 }

/** Opens the page of a tenant that has these entries. */
async function open(entries: Partial<ActivityEntry>[]) {
  const bridge = installBridge()
  const items = entries.map((entry, index) => ({ signIn: signIn(), ...entry, index }))
  const known = { ...progress, entries: items.length, signIns: items.length, total: items.length }
  bridge.activity.read.mockResolvedValue(ok({ ...known, items }))
  const view = show(ActivityView)
  await flushPromises()
  return { bridge, view, known, items, rows: () => view.findAll('[aria-posinset]') }
}

beforeEach(() => {
  layOut()
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the page of sign-ins', () => {
  it('has a heading where a day begins, and none between sign-ins of one day', async () => {
    const { rows } = await open([
      { signIn: signIn() },
      { signIn: signIn({ at: noon - 60_000 }), newerAt: noon },
      { signIn: signIn({ at: noon - day }), newerAt: noon - 60_000 },
      { signIn: signIn({ at: noon - 3 * day }), newerAt: noon - day }
    ])
    expect(rows().map((row) => row.find('h2').exists() && row.get('h2').text())).toEqual([
      'Today',
      false,
      'Yesterday',
      'Tuesday 17 November'
    ])
  })

  it('has a heading for each day among what was found, although other sign-ins lie between', async () => {
    const { bridge, view, rows } = await open([
      { signIn: signIn() },
      { signIn: signIn({ at: noon - day + 2_000 }), newerAt: noon },
      { signIn: signIn({ at: noon - day + 1_000 }), newerAt: noon - day + 2_000 },
      { signIn: signIn({ at: noon - day }), newerAt: noon - day + 1_000 }
    ])
    bridge.activity.find.mockResolvedValue(ok({ indexes: [0, 2, 3], more: false, searched: 4, complete: true }))
    await view.get('input[type=search]').setValue('rota')
    await flushPromises()
    const headings = () => rows().map((row) => row.find('h2').exists() && row.get('h2').text())
    expect(headings()).toEqual(['Today', 'Yesterday', false])
    bridge.activity.find.mockResolvedValue(ok({ indexes: [2, 3], more: false, searched: 4, complete: true }))
    await view.get('input[type=search]').setValue('rot')
    await flushPromises()
    expect(headings()).toEqual(['Yesterday', false])
  })

  it('says result, device, place and method in words, and what is unknown too', async () => {
    const { rows } = await open([
      {
        signIn: signIn({ browser: 'Mobile Safari', system: 'iOS 18.7', countryCode: 'ES', method: 'PASSWORD' })
      },
      { signIn: { at: noon, success: false, error: 'Falscher Code', method: 'CARRIER_PIGEON' } }
    ])
    const text = (index: number) => rows()[index]?.get('button').text()
    for (const said of ['Signed in to Rota', 'Safari on iOS', 'Spain', 'Password']) expect(text(0)).toContain(said)
    for (const said of ['Refused: Falscher Code', 'Unknown device', 'Unknown place', 'CARRIER_PIGEON']) {
      expect(text(1)).toContain(said)
    }
  })

  it('shows the time at the place only if it differs, and draws a hostile browser name as text', async () => {
    const { rows } = await open([
      { signIn: signIn({ timeZone: 'Pacific/Kiritimati', userAgent: '<img src=x onerror=alert(1)>' }) },
      { signIn: signIn({ timeZone: 'Nowhere/Land' }) }
    ])
    for (const row of rows()) await row.get('button').trigger('click')
    expect(rows()[0]?.text()).toContain('There')
    expect(rows()[0]?.text()).toContain('<img src=x onerror=alert(1)>')
    expect(rows()[0]?.find('img').exists()).toBe(false)
    expect(rows()[1]?.text()).not.toContain('There')
  })

  it('opens a burst with a request, and shows earlier attempts on demand', async () => {
    const burst = { count: 300, since: noon - 60_000, addresses: 3, countries: 2 }
    const { bridge, rows } = await open([{ signIn: signIn({ success: false, error: 'wrong' }), burst }])
    bridge.activity.readBurst.mockResolvedValue(ok({ items: [signIn({ success: false })] }))
    expect(rows()[0]?.text()).toContain('300 times: wrong')
    expect(rows()[0]?.text()).toContain('3 addresses')
    expect(rows()[0]?.text()).toContain('2 countries')
    await rows()[0]?.get('button').trigger('click')
    await flushPromises()
    expect(bridge.activity.readBurst).toHaveBeenCalledWith({ filter: {}, index: 0, from: 0 })
    const more = rows()[0]
      ?.findAll('button')
      .find((one) => one.text() === 'Show earlier attempts (299)')
    const earlier = Array.from({ length: 299 }, () => signIn({ success: false }))
    bridge.activity.readBurst.mockResolvedValue(ok({ items: earlier }))
    await more?.trigger('click')
    await flushPromises()
    expect(bridge.activity.readBurst).toHaveBeenLastCalledWith({ filter: {}, index: 0, from: 1 })
    expect(rows()[0]?.findAll('.more li')).toHaveLength(300)
    expect(rows()[0]?.text()).not.toContain('Show earlier attempts')
  })

  it('says that nothing is there, and why nothing could be read', async () => {
    const empty = await open([])
    expect(empty.view.text()).toContain('No sign-ins here')

    const bridge = installBridge()
    bridge.activity.read.mockResolvedValue(refused('serverFault'))
    const view = show(ActivityView)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('Your sign-ins could not be read.')
    expect(view.text()).not.toContain('No sign-ins here')
  })

  it('says that rows are missing which nobody could read, and nothing of the kind otherwise', async () => {
    const whole = await open([{}])
    expect(whole.view.text()).not.toContain('without a readable time')
    const { bridge, view, known, items } = await open([{}])
    bridge.activity.read.mockResolvedValue(ok({ ...known, items, unreadable: 2 }))
    await view.get('input[value=refused]').setValue()
    await flushPromises()
    expect(view.text()).toContain('sent rows without a readable time or result')
  })

  it('explains why a sign-in was refused, and leaves what it does not know as the tenant says it', async () => {
    const { rows } = await open([
      { signIn: { at: noon, success: false, error: 'MFA is required' } },
      { signIn: { at: noon, success: false, error: '<b>Das geht nicht</b>' } }
    ])
    for (const row of rows()) await row.get('button').trigger('click')
    expect(rows()[0]?.text()).toContain('The password was right, and the second step was not passed.')
    expect(rows()[1]?.text()).toContain('<b>Das geht nicht</b>')
    expect(rows()[1]?.text()).not.toContain('What it means')
  })

  it('counts the days too when the person tries again after nothing could be read', async () => {
    const bridge = installBridge()
    bridge.activity.read.mockResolvedValueOnce(refused('serverFault'))
    const view = show(ActivityView)
    await flushPromises()
    expect(bridge.activity.countDays).not.toHaveBeenCalled()
    expect(view.find('figure').exists()).toBe(false)
    const known = { ...progress, entries: 1, signIns: 1, items: [{ index: 0, signIn: signIn() }] }
    bridge.activity.read.mockResolvedValue(ok(known))
    bridge.activity.countDays.mockResolvedValue(ok([{ day: noon, success: 3, refused: 1 }]))
    await button(view, 'Try again').trigger('click')
    await flushPromises()
    expect(view.get('figcaption').text()).toContain('3 signed in')
  })

  it('keeps the list while older sign-ins cannot be read, and says so', async () => {
    const bridge = installBridge()
    const items = [{ index: 0, signIn: signIn() }]
    bridge.activity.read.mockResolvedValue(ok({ ...progress, entries: 1, signIns: 1, complete: false, items }))
    bridge.activity.readOlder.mockResolvedValue(refused('serverFault'))
    const view = show(ActivityView)
    await flushPromises()
    expect(view.get('[role=alert]').text()).toContain('the rest could not be read')
    expect(view.findAll('[aria-posinset]')).toHaveLength(1)
  })

  it('leads to the first row that was found, once newer sign-ins are taken', async () => {
    const { bridge, view, rows } = await open([{}, {}, {}])
    bridge.activity.countNewer.mockResolvedValue(ok({ newer: 3 }))
    window.dispatchEvent(new Event('focus'))
    bridge.activity.find.mockResolvedValue(ok({ indexes: [1], more: false, searched: 3, complete: true }))
    await view.get('input[type=search]').setValue('rota')
    await flushPromises()
    bridge.activity.takeNewer.mockResolvedValue(ok({ ...progress, entries: 3, signIns: 3 }))
    await button(view, '3 newer').trigger('click')
    await flushPromises()
    expect(document.activeElement).toBe(rows()[0]?.element)
  })

  it('counts newer sign-ins once the alerts have asked the tenant, says so, and leaves focus and rows', async () => {
    const { bridge, view, rows } = await open([{}])
    const region = view.get('.table [role=status]').element
    const focused = view.get<HTMLElement>('input[type=search]').element
    focused.focus()
    const before = rows().map((row) => row.html())
    bridge.activity.countNewer.mockResolvedValue(ok({ newer: 2 }))
    async function hear(readAt: number) {
      bridge.alerts.read.mockResolvedValue(ok({ waiting: [], earlier: [], readAt }))
      bridge.tell('alerts:changed', { waiting: 0 })
      await flushPromises()
    }
    await hear(noon - 1)
    expect(bridge.activity.countNewer).not.toHaveBeenCalled()
    await hear(noon + 1)
    expect(region.isConnected && region.textContent).toBe('2 newer')
    expect(rows().map((row) => row.html())).toEqual(before)
    expect(document.activeElement).toBe(focused)
    // An answer of the person does not ask the tenant.
    await hear(noon + 1)
    expect(bridge.activity.countNewer).toHaveBeenCalledTimes(1)
  })

  it('asks for another list with a filter, and for the newest ones when the window comes to the front', async () => {
    const { bridge, view } = await open([{}])
    bridge.activity.countNewer.mockResolvedValue(ok({ newer: 3 }))
    window.dispatchEvent(new Event('focus'))
    await flushPromises()
    expect(view.text()).toContain('3 newer')
    await view.get('input[value=refused]').setValue()
    await flushPromises()
    expect(bridge.activity.read).toHaveBeenLastCalledWith({ filter: { result: 'refused' }, from: 0, count: 200 })
    expect(view.text()).not.toContain('3 newer')
  })
})

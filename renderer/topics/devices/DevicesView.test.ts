import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Device, DeviceEnding, DeviceList } from '../../../contract/devices'
import { button, installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import DevicesView from './DevicesView.vue'

const noon = new Date(2026, 10, 20, 12).getTime()
const day = 24 * 3_600_000
const device = (deviceId: string, facts: Partial<Device> = {}): Device => ({
  deviceId,
  type: 'Browser',
  browser: 'Chrome',
  system: 'Windows',
  lastLoginAt: noon - day,
  online: false,
  unused: false,
  ...facts
})
const here = device('here', { type: 'Desktop', name: 'Holdfast on Linux', mark: { kind: 'here' } })
const browser = device('browser', {
  browser: 'Firefox',
  system: 'Linux',
  mark: { kind: 'browser', system: 'Linux', address: '198.51.100.7', apartMs: 40_000 }
})

async function open(list: Partial<DeviceList> = {}, state: DeviceEnding = { phase: 'none' }) {
  const bridge = installBridge()
  bridge.devices.list.mockResolvedValue(ok({ yours: [], others: [], complete: true, unreadable: 0, ...list }))
  bridge.devices.readEnding.mockResolvedValue(ok(state))
  bridge.devices.readOwn.mockResolvedValue(ok({ id: '7f3a19c2-e04b', reported: true }))
  const view = show(DevicesView)
  await flushPromises()
  return { bridge, view, rows: () => view.findAll('.group .row').map((row) => row.text()) }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the page of devices', () => {
  it('says of each device how it is known, and of most that it is not', async () => {
    const { rows, view } = await open({ yours: [here, browser], others: [[device('x')]] })
    expect(rows()[0]).toContain('This computer')
    expect(rows()[0]).not.toContain('End…')
    expect(rows()[1]).toContain('Firefox on Linux')
    expect(rows()[1]).toContain('Same system and address (198.51.100.7), 40 s from your sign-in here.')
    expect(rows()[1]).toContain('Probably your browser')
    expect(rows()[2]).toContain('Chrome on Windows')
    expect(rows()[2]).not.toContain('Probably')
    expect(view.text()).toContain('7f3a19c2-e04b')
  })

  it('shows look-alikes as one row with a number, and each of them on demand', async () => {
    const { rows, view } = await open({ others: [[device('a'), device('b', { lastLoginAt: noon - 96 * day })]] })
    expect(rows()[0]).toContain('2 entries')
    expect(rows()[0]).toContain('Newest 1 day ago · oldest 96 days ago')
    await button(view, 'Show the entries of Chrome on Windows').trigger('click')
    expect(rows().filter((row) => row.includes('signed in'))).toHaveLength(2)
  })

  it('ends one, the look-alikes, the unused or all others, and leaves the choice of devices to main', async () => {
    const unused = device('old', { unused: true, system: 'macOS' })
    const { bridge, view } = await open({ yours: [here, browser], others: [[device('a'), device('b')], [unused]] })
    await button(view, 'End the session of Firefox on Linux…').trigger('click')
    await button(view, 'End the session of Chrome on Windows…').trigger('click')
    await button(view, 'End 1 unused for 90 days…').trigger('click')
    await button(view, 'End all 4 others…').trigger('click')
    expect(bridge.devices.startEnding.mock.calls.map(([input]) => input)).toEqual([
      { verb: 'revoke', chosen: { which: 'these', deviceIds: ['browser'] } },
      { verb: 'revoke', chosen: { which: 'these', deviceIds: ['a', 'b'] } },
      { verb: 'revoke', chosen: { which: 'unused' } },
      { verb: 'revoke', chosen: { which: 'others' } }
    ])
  })

  it('says who can undo a suspension, and tells what the tenant said as seen, never as true', async () => {
    const { rows } = await open({
      others: [[device('s', { status: 'suspended' })], [device('d', { status: 'deactivated', online: true })]]
    })
    expect(rows()[0]).toContain('Only an administrator can lift that.')
    expect(rows()[1]).toContain('Only an administrator can bring it back.')
    expect(rows()[1]).toContain('seen online 12:00')
  })

  it('says that nothing is listed, that the list was cut, and why nothing could be read', async () => {
    expect((await open()).view.text()).toContain('lists no device of yours.')
    const cut = await open({ others: [[device('a')]], complete: false, unreadable: 3 })
    expect(cut.view.text()).toContain('Only the first 1000 devices are read.')
    expect(cut.view.text()).toContain('3 more could not be read')

    const bridge = installBridge()
    bridge.devices.list.mockResolvedValue(refused('serverFault'))
    const view = show(DevicesView)
    await flushPromises()
    expect(view.find('[role=alert]').exists()).toBe(true)
    expect(view.text()).not.toContain('lists no device')
  })

  it('draws a hostile name as text', async () => {
    const { rows, view } = await open({
      others: [[device('x', { type: 'Mobile', name: '<img src=x onerror=alert(1)>' })]]
    })
    expect(rows()[0]).toContain('<img src=x onerror=alert(1)>')
    expect(view.find('.group img').exists()).toBe(false)
  })

  it('makes a new id by request', async () => {
    const { bridge, view } = await open()
    bridge.devices.renewOwn.mockResolvedValue(ok({ id: 'brand-new', reported: false }))
    await button(view, 'Make a new one').trigger('click')
    await flushPromises()
    expect(view.text()).toContain('brand-new')
  })
})

describe('the end of sessions', () => {
  const failure = { code: 'unreachable', at: noon } as const
  const done = (facts: Partial<Extract<DeviceEnding, { phase: 'done' }>> = {}): DeviceEnding => ({
    phase: 'done',
    verb: 'revoke',
    still: 'in',
    triedAgain: false,
    at: noon,
    results: [
      { device: device('a'), outcome: 'ended' },
      { device: device('b'), outcome: 'ended' },
      { device: device('c', { status: 'suspended' }), outcome: 'refused', failure },
      { device: device('d', { type: 'Mobile', name: 'Ward tablet 3' }), outcome: 'unknown', failure }
    ],
    ...facts
  })

  it('is counted, and each device has its outcome and its reason', async () => {
    const { rows, view } = await open({}, done())
    expect(view.get('[role=status]').text()).toContain('2 of 4 ended, and you are still in here')
    expect(view.get('[role=status]').text()).toContain('1 refused. 1 not known yet.')
    expect(rows()[0]).toContain('Ward tablet 3')
    expect(rows()[0]).toContain('The answer was lost, and the list still shows it.')
    expect(rows()[1]).toContain('Refused')
    expect(rows()[1]).toContain('Only an administrator can lift that.')
    expect(rows()[2]).toContain('2 entries')
    expect(rows()[2]).toContain('Ended')
  })

  it('is not called lost where an answer came that proves nothing', async () => {
    const answered = { code: 'rejected', at: 0, status: 403, detail: 'Not from this network' } as const
    const results = [{ device: device('d'), outcome: 'unknown' as const, failure: answered }]
    const { rows } = await open({}, done({ results }))
    expect(rows()[0]).toContain('The answer was “Not from this network”, and the list still shows it.')
  })

  it('offers one more try for the unknown ones only, and never a second', async () => {
    const { bridge, view } = await open({}, done())
    await button(view, 'Try it again').trigger('click')
    expect(bridge.devices.tryAgain).toHaveBeenCalledOnce()
    expect((await open({}, done({ triedAgain: true }))).view.text()).not.toContain('Try it again')
  })

  it.each([
    ['out', 'you are signed out here too'],
    ['unknown', 'Nobody knows yet if you are still in here']
  ] as const)('does not say that we are in if the proof says %s', async (still, words) => {
    const { view } = await open({}, done({ still }))
    expect(view.get('[role=status]').text()).toContain(words)
    expect(view.text()).not.toContain('still in here, ')
  })

  it('shows how far it is, can be stopped, and reads the list when it is done', async () => {
    const running = {
      phase: 'running',
      verb: 'revoke',
      done: 37,
      total: 400,
      stopping: false,
      checking: false
    } as const
    const { bridge, view } = await open({}, running)
    expect(view.get('[role=progressbar]').attributes('aria-valuetext')).toBe('37 of 400 asked')
    await button(view, 'Stop').trigger('click')
    expect(bridge.devices.stopEnding).toHaveBeenCalledOnce()
    const before = bridge.devices.list.mock.calls.length
    bridge.tell('devices:endingChanged', done())
    await flushPromises()
    expect(bridge.devices.list.mock.calls.length).toBe(before + 1)
  })

  it('says in the window that main asks outside of it', async () => {
    const { bridge, view } = await open({}, { phase: 'confirming', verb: 'revoke', by: 'dialog' })
    expect(view.get('dialog').text()).toContain('A system dialog asks whether to go on.')
    await button(view, 'Cancel').trigger('click')
    expect(bridge.devices.leaveEnding).toHaveBeenCalledOnce()
  })
})

import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { installBridge, ok, refused, show } from '../../bridge/bridge.testing'
import { layOut } from '../../kit/layout.testing'
import { useActivityStore } from '../../stores/activity'
import { speak } from '../../text/i18n'
import ActivityView from './ActivityView.vue'

const progress = { entries: 1, signIns: 1, unreadable: 0 }

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  layOut()
  bridge = installBridge()
  bridge.activity.find.mockResolvedValue(ok({ indexes: [0], more: false, searched: 1, complete: false }))
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** Opens the page of a tenant that has one entry, and more if the list is not complete. */
async function open(complete: boolean) {
  const items = [{ index: 0, signIn: { at: 1_000, success: true } }]
  bridge.activity.read.mockResolvedValue(ok({ ...progress, complete, items }))
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, complete, items: [] }))
  const view = show(ActivityView)
  await flushPromises()
  return view
}

it('shows what was searched when a person comes back to the page', async () => {
  const view = await open(true)
  await view.get('input[type=search]').setValue('rota')
  await flushPromises()
  view.unmount()
  const again = show(ActivityView)
  await flushPromises()
  expect(again.get<HTMLInputElement>('input[type=search]').element.value).toBe('rota')
})

describe('the search', () => {
  const example = {
    ...{ at: 1_000, success: false, error: 'MFA is required', app: 'Rota', method: 'PASSCODE' },
    ...{ browser: 'Mobile Safari 18', system: 'Mac OS X', countryCode: 'ES' }
  }
  const columns = ['result', 'device', 'place', 'method'] as const

  beforeEach(() => {
    bridge.activity.readKinds.mockResolvedValue(ok(columns.map((column) => ({ column, example }))))
  })

  /** Types the text, and returns the columns whose words main is asked for. */
  async function columnsFor(view: Awaited<ReturnType<typeof open>>, text: string) {
    await view.get('input[type=search]').setValue(text)
    await flushPromises()
    const [{ kinds } = { kinds: [] }] = bridge.activity.find.mock.lastCall ?? []
    return kinds.map((index) => columns[index])
  }

  it.each([
    ['refused: mfa', 'result'],
    ['the second step was not passed', 'result'],
    ['safari on macos', 'device'],
    [' spain ', 'place'],
    ['Code', 'method']
  ])('finds "%s" in what rows say, although the tenant says it otherwise', async (text, column) => {
    expect(await columnsFor(await open(true), text)).toEqual([column])
  })

  it('says that only the first thousand are shown, and offers no older ones, if more match', async () => {
    const indexes = Array.from({ length: 1_000 }, (_, index) => index)
    const found = { indexes, searched: 5_000, complete: false }
    const view = await open(false)
    const said = async (more: boolean) => {
      bridge.activity.find.mockResolvedValue(ok({ ...found, more }))
      await view.get('input[type=search]').setValue(`more: ${more}`)
      await flushPromises()
      return view.get('.filters').text()
    }
    expect(await said(true)).toContain('The first 1,000 that match, newest first.')
    expect(await said(true)).not.toContain('Search older ones')
    expect(await said(false)).toContain('1000 found in 5000 searched')
    expect(await said(false)).toContain('Search older ones')
  })

  it('finds what rows say in the language of the window, and searches again when that changes', async () => {
    onTestFinished(() => speak('en'))
    const view = await open(true)
    expect(await columnsFor(view, '西班牙')).toEqual([])
    await speak('zh-CN')
    await flushPromises()
    expect(bridge.activity.find.mock.lastCall).toEqual([{ filter: {}, text: '西班牙', kinds: [2] }])
    expect(await columnsFor(view, '验证码')).toEqual(['method'])
  })
})

it('looks for newer sign-ins again if that failed and nothing older is left', async () => {
  const view = await open(true)
  bridge.activity.countNewer.mockResolvedValueOnce(refused('serverFault'))
  window.dispatchEvent(new Event('focus'))
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('What you see is right, but there may be newer sign-ins')
  bridge.activity.countNewer.mockResolvedValue(ok({ newer: 0 }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

it('searches on if that failed', async () => {
  const view = await open(false)
  await view.get('input[type=search]').setValue('rota')
  await flushPromises()
  bridge.activity.readOlder.mockResolvedValueOnce(refused('serverFault'))
  const older = view.findAll('button').find((button) => button.text() === 'Search older ones')
  await older?.trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(true)
  bridge.activity.readOlder.mockResolvedValue(ok({ ...progress, complete: true, items: [] }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

it('shows the period that still applies when a person comes back to the page', async () => {
  const view = await open(true)
  await view.get('select').setValue('30')
  await flushPromises()
  view.unmount()
  const again = show(ActivityView)
  await flushPromises()
  expect(again.get<HTMLSelectElement>('select').element.value).toBe('30')
})

it('says that the look for newer sign-ins failed, and repeats that alone, if older ones are left too', async () => {
  const view = await open(false)
  bridge.activity.readOlder.mockClear()
  bridge.activity.countNewer.mockResolvedValueOnce(refused('serverFault'))
  window.dispatchEvent(new Event('focus'))
  await flushPromises()
  expect(view.get('[role=alert]').text()).toContain('there may be newer sign-ins')
  bridge.activity.countNewer.mockResolvedValue(ok({ newer: 0 }))
  await view.get('[role=alert] button').trigger('click')
  await flushPromises()
  expect(bridge.activity.readOlder).not.toHaveBeenCalled()
  expect(view.find('[role=alert]').exists()).toBe(false)
})

describe('the focus', () => {
  /** Puts the page into the document, because only there something has the focus. */
  async function openInDocument() {
    const view = await open(true)
    document.body.append(view.element as HTMLElement)
    onTestFinished(() => view.unmount())
    return view
  }
  const focused = () => document.activeElement

  it('goes from a chip that is removed to the next one, and from the last one to the search', async () => {
    const view = await openInDocument()
    await useActivityStore().applyFilter({ appId: 'a', address: '127.0.0.1' })
    await flushPromises()
    const chip = (name: string) => view.get<HTMLButtonElement>(`[aria-label="Remove ${name}"]`)
    chip('a').element.focus()
    await chip('a').trigger('click')
    await flushPromises()
    expect(focused()).toBe(chip('127.0.0.1').element)
    await chip('127.0.0.1').trigger('click')
    await flushPromises()
    expect(focused()).toBe(view.get('input[type=search]').element)
  })

  it('stays on the search for older ones while newer ones are counted, which does not begin meanwhile', async () => {
    const view = await open(false)
    await view.get('input[type=search]').setValue('rota')
    await flushPromises()
    bridge.activity.readOlder.mockClear()
    bridge.activity.countNewer.mockReturnValue(new Promise(() => undefined))
    window.dispatchEvent(new Event('focus'))
    await flushPromises()
    // A browser takes the focus from a button that is disabled.
    const older = view.get('.filters [aria-disabled=true]')
    expect([older.text(), older.attributes('disabled')]).toEqual(['Search older ones', undefined])
    await older.trigger('click')
    expect(bridge.activity.readOlder).not.toHaveBeenCalled()
  })

  it('goes from a notice that goes to the title of the page', async () => {
    const view = await openInDocument()
    bridge.activity.countNewer.mockResolvedValueOnce(refused('serverFault'))
    window.dispatchEvent(new Event('focus'))
    await flushPromises()
    bridge.activity.countNewer.mockResolvedValue(ok({ newer: 0 }))
    const again = view.get<HTMLButtonElement>('[role=alert] button')
    again.element.focus()
    await again.trigger('click')
    await flushPromises()
    expect(focused()).toBe(view.get('h1').element)
  })
})

import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h, reactive, ref } from 'vue'
import { show } from '../bridge/bridge.testing'
import { layOut } from './layout.testing'
import VirtualList from './VirtualList.vue'

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

/** Mounts a list whose props the test can change. */
async function open(facts: { keys: number[]; more?: boolean; total?: number; busy?: boolean }) {
  const state = reactive({ more: false, busy: false, total: undefined, ...facts })
  const list = ref<{ scrollToKey: (key: number, options: object) => boolean }>()
  const asked = vi.fn()
  const shown = vi.fn()
  const clicked = vi.fn<(key: string | number) => void>()
  const view = show({
    render: () =>
      h(
        VirtualList,
        { ref: list, label: 'Rows', estimate: 40, ...state, onNeedMore: asked, onShown: shown },
        {
          default: ({ rowKey, active }: { rowKey: string | number; active: boolean }) =>
            h('button', { tabindex: active ? 0 : -1, onClick: () => clicked(rowKey) }, `row ${rowKey}`),
          empty: () => 'nothing',
          loading: () => 'loading'
        }
      )
  })
  await flushPromises()
  const row = (key: number) => view.findAll('li').find((one) => one.text() === `row ${key}`)
  const press = async (key: string, facts = {}) => {
    document.activeElement?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...facts })
    )
    await flushPromises()
  }
  const focus = async (key: number) => {
    const element = row(key)?.element
    if (element instanceof HTMLElement) element.focus()
    await flushPromises()
  }
  const scroll = async (key: number, options = {}) => {
    const found = list.value?.scrollToKey(key, options)
    await flushPromises()
    return found
  }
  return { view, state, asked, shown, clicked, row, press, focus, scroll }
}

const focused = () => document.activeElement?.textContent

beforeEach(layOut)
afterEach(() => vi.restoreAllMocks())

describe('what is in view', () => {
  it('is mounted, and each row says its place among all of them', async () => {
    const { view, row } = await open({ keys: numbers(0, 99_999) })
    expect(view.get('ul').attributes('aria-label')).toBe('Rows')
    expect(view.findAll('li').length).toBeLessThan(30)
    expect(row(4)?.attributes()).toMatchObject({ 'aria-posinset': '5', 'aria-setsize': '100000' })
  })

  it.each([
    ['where nobody knows how many rows are to come', { more: true }, '-1'],
    ['where their number is known', { more: true, total: 900 }, '900'],
    ['where the number that was told is too small', { more: true, total: 3 }, '20'],
    ['where all of them are there', {}, '20']
  ])('gives each row the size of the list %s', async (_name, facts, size) => {
    const { row } = await open({ keys: numbers(1, 20), ...facts })
    expect(row(1)?.attributes('aria-setsize')).toBe(size)
  })

  it('is emitted to a parent that holds only some of the rows', async () => {
    const { shown, scroll } = await open({ keys: numbers(0, 999) })
    expect(shown).toHaveBeenLastCalledWith(0, 9)
    await scroll(500)
    await expect.poll(() => shown.mock.lastCall).toEqual([491, 500])
  })
})

describe('a list without rows', () => {
  it('says that it is empty, but not while rows are being loaded', async () => {
    const { view, state } = await open({ keys: [], busy: true })
    expect(view.text()).toBe('loading')
    state.busy = false
    await flushPromises()
    expect(view.text()).toBe('nothing')
    expect(view.find('ul').exists()).toBe(false)
  })

  it('says behind its rows that more are being loaded', async () => {
    const { view } = await open({ keys: [1], busy: true, more: true })
    expect(view.text()).toBe('row 1loading')
    expect(view.get('ul').attributes('aria-busy')).toBe('true')
  })
})

describe('the keyboard', () => {
  it('reaches one row, and with it the controls of that row only', async () => {
    const { view, press, focus } = await open({ keys: numbers(0, 99) })
    await focus(0)
    await press('ArrowDown')
    expect(focused()).toBe('row 1')
    expect(view.findAll('[tabindex="0"]').map((one) => one.element.tagName)).toEqual(['LI', 'BUTTON'])
  })

  it('goes to the ends and not beyond them', async () => {
    const { press, focus } = await open({ keys: numbers(0, 99) })
    await focus(0)
    await press('ArrowUp')
    expect(focused()).toBe('row 0')
    await press('End')
    expect(focused()).toBe('row 99')
    await press('ArrowDown')
    expect(focused()).toBe('row 99')
    await press('Home')
    expect(focused()).toBe('row 0')
  })

  it('turns the page at the last and the first row in view', async () => {
    const { press, focus } = await open({ keys: numbers(0, 99) })
    await focus(2)
    await press('PageDown')
    expect(focused()).toBe('row 9')
    await press('PageDown')
    expect(focused()).toBe('row 18')
    await press('PageUp')
    expect(focused()).toBe('row 17')
    await press('PageUp')
    expect(focused()).toBe('row 8')
  })

  it('leaves keys to a control inside of a row, and to the system', async () => {
    const { row, press, focus } = await open({ keys: numbers(0, 99) })
    await focus(0)
    await press('ArrowDown', { ctrlKey: true })
    expect(focused()).toBe('row 0')
    row(0)?.get('button').element.focus()
    await press('End')
    expect(document.activeElement?.tagName).toBe('BUTTON')
    expect(row(0)?.element.contains(document.activeElement)).toBe(true)
  })
})

describe('the focus', () => {
  it('stays on its row, which stays mounted out of view', async () => {
    const { row, focus, scroll } = await open({ keys: numbers(0, 9_999) })
    await focus(3)
    expect(await scroll(5_000)).toBe(true)
    expect(focused()).toBe('row 3')
    expect([row(4), row(5_000)].map((one) => one !== undefined)).toEqual([false, true])
  })

  it('stays on its row while others come and go before and after it', async () => {
    const { row, state, focus } = await open({ keys: numbers(0, 9_999) })
    await focus(3)
    const element = row(3)?.element
    for (const keys of [numbers(-40, 10_020), numbers(2, 50), [3, 4], numbers(-900, 900)]) {
      state.keys = keys
      await flushPromises()
      expect(document.activeElement).toBe(element)
    }
    expect(row(3)?.attributes('aria-posinset')).toBe('904')
  })

  it('goes to the row after one that is gone, else to the one before it, else to the list', async () => {
    const { view, state, focus } = await open({ keys: numbers(0, 9) })
    await focus(4)
    state.keys = [0, 1, 2, 3, 7, 8]
    await flushPromises()
    expect(focused()).toBe('row 7')
    state.keys = [0, 1, 2]
    await flushPromises()
    expect(focused()).toBe('row 2')
    state.keys = []
    await flushPromises()
    expect(document.activeElement).toBe(view.get('.scroller').element)
  })

  it('is not taken from elsewhere by a row that is gone', async () => {
    const { view, state } = await open({ keys: numbers(0, 9) })
    state.keys = numbers(5, 9)
    await flushPromises()
    expect(document.activeElement).toBe(document.body)
    expect(view.get('li[tabindex="0"]').text()).toBe('row 5')
  })

  it('enters the list at the first row in view', async () => {
    const { view, scroll } = await open({ keys: numbers(0, 9_999) })
    await scroll(5_000)
    expect(view.get('li[tabindex="0"]').text()).toBe('row 4991')
  })

  it('goes to a row by its key, if there is one', async () => {
    const { scroll } = await open({ keys: numbers(0, 9_999) })
    expect(await scroll(7_000, { focus: true })).toBe(true)
    expect(focused()).toBe('row 7000')
    expect(await scroll(10_000, { focus: true })).toBe(false)
    expect(focused()).toBe('row 7000')
  })
})

describe('more rows', () => {
  it('are asked for once when the end is near, and again after more have come', async () => {
    const { asked, state, scroll } = await open({ keys: numbers(0, 99), more: true })
    expect(asked).not.toHaveBeenCalled()
    await scroll(85)
    await scroll(99)
    expect(asked).toHaveBeenCalledTimes(1)
    state.keys = numbers(0, 104)
    await flushPromises()
    expect(asked).toHaveBeenCalledTimes(2)
  })

  it('are asked for at once by a list that is shorter than its place', async () => {
    expect((await open({ keys: [1, 2], more: true })).asked).toHaveBeenCalledTimes(1)
  })

  it('are not asked for where there are none', async () => {
    expect((await open({ keys: [1, 2] })).asked).not.toHaveBeenCalled()
  })
})

it.each(['Enter', ' '])('%j on a row presses its first control', async (key) => {
  const { press, focus, clicked } = await open({ keys: numbers(0, 19) })
  await focus(3)
  await press(key)
  expect(clicked.mock.calls).toEqual([[3]])
})

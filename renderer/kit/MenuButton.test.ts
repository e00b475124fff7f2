import { defineComponent, h, nextTick } from 'vue'
import { Pencil } from '@lucide/vue'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { button, installBridge, show, texts } from '../bridge/bridge.testing'
import MenuButton from './MenuButton.vue'

const rename = vi.fn()
const remove = vi.fn()

function open() {
  const items = [
    { name: 'Rename…', icon: Pencil, run: rename },
    { name: 'Replace…', icon: Pencil, run: vi.fn() },
    { name: 'Add account…', icon: Pencil, run: vi.fn() },
    { name: 'Remove…', icon: Pencil, destructive: true, run: remove }
  ]
  return show(defineComponent(() => () => h(MenuButton, { label: 'More', items })))
}

const focused = () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
beforeEach(() => {
  installBridge()
  rename.mockClear()
  remove.mockClear()
})

it('opens on its first item, or on the last one with the arrow up', async () => {
  const view = open()
  await button(view, 'More').trigger('click')
  expect(texts(view, '[role=menuitem]')).toEqual(['Rename…', 'Replace…', 'Add account…', 'Remove…'])
  expect(focused()).toBe('Rename…')
  await view.get('[role=menu]').trigger('keydown', { key: 'Escape' })
  await button(view, 'More').trigger('keydown', { key: 'ArrowUp' })
  expect(focused()).toBe('Remove…')
})

it('goes around with the arrow keys, and to the ends', async () => {
  const view = open()
  await button(view, 'More').trigger('keydown', { key: 'ArrowDown' })
  const seen = []
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp', 'Home', 'End']) {
    await view.get('[role=menu]').trigger('keydown', { key })
    seen.push(focused())
  }
  expect(seen).toEqual(['Replace…', 'Add account…', 'Replace…', 'Rename…', 'Remove…'])
})

it('goes to the item whose first letters are typed, and through those that share a letter', async () => {
  vi.useFakeTimers()
  const view = open()
  await button(view, 'More').trigger('keydown', { key: 'ArrowDown' })
  const goTo = async (key: string, facts = {}) => {
    await view.get('[role=menu]').trigger('keydown', { key, ...facts })
    return focused()
  }
  expect([await goTo('r'), await goTo('r'), await goTo('R')]).toEqual(['Replace…', 'Remove…', 'Rename…'])
  vi.advanceTimersByTime(1000)
  expect([await goTo('r'), await goTo('e'), await goTo('m')]).toEqual(['Replace…', 'Replace…', 'Remove…'])
  vi.advanceTimersByTime(1000)
  expect([await goTo('z'), await goTo('a', { ctrlKey: true })]).toEqual(['Remove…', 'Remove…'])
  vi.advanceTimersByTime(1000)
  expect(await goTo('a')).toBe('Add account…')
})

it('gives the focus back to its button when it is closed with Esc', async () => {
  const view = open()
  await button(view, 'More').trigger('click')
  await view.get('[role=menu]').trigger('keydown', { key: 'Escape' })
  expect(view.find('[role=menu]').exists()).toBe(false)
  expect(focused()).toBe('More')
  expect(rename).not.toHaveBeenCalled()
})

it('runs what was chosen, after the focus is back', async () => {
  const view = open()
  remove.mockImplementation(() => expect(focused()).toBe('More'))
  await button(view, 'More').trigger('click')
  await button(view, 'Remove…').trigger('click')
  expect(remove).toHaveBeenCalledTimes(1)
  expect(button(view, 'More').attributes('aria-expanded')).toBe('false')
})

it('opens within the window, and stays there while the page scrolls and the window changes', async () => {
  const sizes = { width: 450, height: 300 }
  const at = vi.fn(() => new DOMRect(76, 40, 32, 32))
  vi.spyOn(document.documentElement, 'clientWidth', 'get').mockImplementation(() => sizes.width)
  vi.spyOn(document.documentElement, 'clientHeight', 'get').mockImplementation(() => sizes.height)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(220)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(80)
  vi.spyOn(HTMLButtonElement.prototype, 'getBoundingClientRect').mockImplementation(at)
  const view = open()
  await button(view, 'More').trigger('click')
  const menu = view.get<HTMLElement>('[role=menu]').element
  const place = () => [menu.style.left, menu.style.top]
  expect(place()).toEqual(['4px', '76px'])
  at.mockReturnValue(new DOMRect(400, 260, 32, 32))
  document.body.dispatchEvent(new Event('scroll'))
  await nextTick()
  expect(place()).toEqual(['212px', '176px'])
  sizes.width = 400
  window.dispatchEvent(new Event('resize'))
  await nextTick()
  expect(place()).toEqual(['176px', '176px'])
})

import { expect, it, vi } from 'vitest'
import { h } from 'vue'
import { button, show } from '../bridge/bridge.testing'
import JobProgress from './JobProgress.vue'

const words = { label: 'Saving rows', text: '40 of 100 rows', cancelLabel: 'Stop' }
const open = (facts: object) => {
  const cancel = vi.fn()
  const view = show({ render: () => h(JobProgress, { ...words, done: 40, onCancel: cancel, ...facts }) })
  return { view, cancel, bar: view.get('[role=progressbar]') }
}

it('is named, and says in words how far it is', () => {
  const { view, bar } = open({ total: 100 })
  expect(bar.attributes()).toMatchObject({
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    'aria-valuenow': '40',
    'aria-valuetext': '40 of 100 rows'
  })
  expect(document.getElementById(bar.attributes('aria-labelledby') ?? '')?.textContent).toBe('Saving rows')
  expect(view.text()).toContain('40 of 100 rows')
  expect(bar.get('.bar').attributes('style')).toContain('0.4')
})

it('says no number if the amount of work is unknown', () => {
  const { bar } = open({ total: undefined })
  expect(bar.attributes()).not.toHaveProperty('aria-valuenow')
  expect(bar.attributes()).not.toHaveProperty('aria-valuemax')
  expect(bar.get('.bar').classes()).toContain('unknown')
})

it.each([
  [{ done: 0, total: 0 }, '0'],
  [{ done: 7, total: 5 }, '7']
])('is full, and never more than that, at %j', (facts, most) => {
  const { bar } = open(facts)
  expect(bar.attributes('aria-valuemax')).toBe(most)
  expect(bar.get('.bar').attributes('style')).toContain('1 1')
})

it('can be cancelled, once', async () => {
  const { view, cancel } = open({})
  await button(view, 'Stop').trigger('click')
  expect(cancel).toHaveBeenCalledTimes(1)
  expect(button(open({ cancelling: true }).view, 'Stop').attributes()).toHaveProperty('disabled')
})

import { expect, it } from 'vitest'
import { h } from 'vue'
import { installBridge, show } from '../testBridge'
import LabelledField from './LabelledField.vue'

interface Attributes {
  attributes: Record<string, unknown>
}

const open = (error: string) => {
  installBridge()
  const slots = {
    default: ({ attributes }: Attributes) => h('input', attributes),
    hint: () => 'We send one code to +44 12.'
  }
  return show(() => h(LabelledField, { label: 'Number', error }, slots))
}

it('an error stands alone: a hint beside it would still promise what does not happen', () => {
  const view = open('Too short.')
  expect(view.text()).not.toContain('We send one code')
  const described = view.get('input').attributes('aria-describedby') ?? ''
  expect(view.get(`[id="${described}"]`).text()).toBe('Too short.')
})

it('without an error a field is described by its hint', () => {
  const view = open('')
  const described = view.get('input').attributes('aria-describedby') ?? ''
  expect(view.get(`[id="${described}"]`).text()).toBe('We send one code to +44 12.')
})

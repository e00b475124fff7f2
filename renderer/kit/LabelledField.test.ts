import { expect, it } from 'vitest'
import { h } from 'vue'
import { installBridge, show } from '../bridge/bridge.testing'
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

it('a field is described by its error and its hint', () => {
  const view = open('Too short.')
  const described = (view.get('input').attributes('aria-describedby') ?? '').split(' ')
  expect(described.map((id) => view.get(`[id="${id}"]`).text())).toEqual(['Too short.', 'We send one code to +44 12.'])
})

it('without an error a field is described by its hint', () => {
  const view = open('')
  const described = view.get('input').attributes('aria-describedby') ?? ''
  expect(view.get(`[id="${described}"]`).text()).toBe('We send one code to +44 12.')
})

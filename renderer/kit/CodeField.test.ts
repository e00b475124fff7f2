import { nextTick, reactive, h } from 'vue'
import { beforeEach, expect, it } from 'vitest'
import { installBridge, show, texts } from '../bridge/bridge.testing'
import CodeField from './CodeField.vue'

beforeEach(() => installBridge())

function open(
  more: { length?: number; longest?: number; whole?: boolean; mode?: 'digits' | 'text'; disabled?: boolean } = {}
) {
  const state = reactive({ value: '', refused: 0, completed: [] as string[] })
  const view = show(() =>
    h(CodeField, {
      label: 'Six-digit code',
      length: 6,
      ...more,
      refused: state.refused,
      modelValue: state.value,
      'onUpdate:modelValue': (value: string) => (state.value = value),
      onComplete: (value: string) => state.completed.push(value)
    })
  )
  const input = view.get('input')
  return { state, view, input, type: (text: string) => input.setValue(text) }
}

it('is one input with a name, told to keyboards and password managers as a one-time code', () => {
  const { view, input } = open()
  expect(view.get(`label[for="${input.attributes('id') ?? ''}"]`).text()).toBe('Six-digit code')
  expect(input.attributes()).toMatchObject({ inputmode: 'numeric', autocomplete: 'one-time-code', pattern: '[0-9]*' })
  expect(view.findAll('.slot')).toHaveLength(6)
  expect(view.findAll('.slot').every((slot) => slot.attributes('aria-hidden') === 'true')).toBe(true)
})

it('cleans what is typed or pasted, and draws it', async () => {
  const { view, state, input, type } = open()
  await type('４9 2-8')
  expect(state.value).toBe('4928')
  expect(input.element.value).toBe('4928')
  expect(texts(view, '.slot')).toEqual(['4', '9', '2', '8', '', ''])
})

it('is complete once for each value that fills it', async () => {
  const { state, type } = open()
  await type('492 8170')
  expect(state.value).toBe('492817')
  await type('49281')
  await type('492817')
  await type('492818')
  expect(state.completed).toEqual(['492817', '492818'])
})

it('takes longer codes if an option allows them, and does not decide when such a code is complete', async () => {
  const { view, state, type } = open({ longest: 8 })
  await type('12345678')
  expect(state.value).toBe('12345678')
  expect(state.completed).toEqual([])
  expect(view.findAll('.slot')).toHaveLength(8)
})

it('is complete only with a code that comes whole, where one that is typed may be longer', async () => {
  const { state, type } = open({ longest: 8, whole: true })
  for (let length = 1; length <= 8; length++) await type('12345678'.slice(0, length))
  expect(state.completed).toEqual([])
  await type('')
  await type('492817')
  expect(state.completed).toEqual(['492817'])
})

it('waits for an input method to finish', async () => {
  const { state, input } = open()
  input.element.value = '４'
  input.element.dispatchEvent(new InputEvent('input', { isComposing: true }))
  expect(state.value).toBe('')
  await input.trigger('compositionend')
  expect(state.value).toBe('4')
})

it('selects a refused code and marks it until it changes', async () => {
  const { state, input, type } = open()
  await type('492817')
  state.refused++
  await nextTick()
  expect(document.activeElement).toBe(input.element)
  expect([input.element.selectionStart, input.element.selectionEnd]).toEqual([0, 6])
  expect(input.attributes('aria-invalid')).toBe('true')
  await type('4')
  expect(input.attributes('aria-invalid')).toBeUndefined()
})

it('keeps the focus while nothing can be typed', async () => {
  const { input } = open({ disabled: true })
  input.element.focus()
  await nextTick()
  expect(document.activeElement).toBe(input.element)
  expect(input.attributes()).toHaveProperty('readonly')
  expect(input.attributes()).not.toHaveProperty('disabled')
})

it('catches what is typed before anything has the focus, but no shortcut', () => {
  const { input } = open()
  const press = (key: string, more: KeyboardEventInit = {}) => {
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }))
    return document.activeElement === input.element
  }
  expect(press('Tab')).toBe(false)
  expect(press('c', { ctrlKey: true })).toBe(false)
  expect(press('4')).toBe(true)
  input.element.blur()
  expect(press('v', { ctrlKey: true })).toBe(true)
})

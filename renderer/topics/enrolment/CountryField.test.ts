import { beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import type { NamedCountry } from '../../text/namesOfCountries'
import { useAnnouncementsStore } from '../../kit/announcements'
import { installBridge, show, texts } from '../../bridge/bridge.testing'
import CountryField from './CountryField.vue'

const countries: NamedCountry[] = [
  { alpha2: 'RS', phoneCountryCode: '+381', name: 'Serbia' },
  { alpha2: 'SG', phoneCountryCode: '+65', name: 'Singapore' },
  { alpha2: 'ES', phoneCountryCode: '+34', name: 'Spain' },
  { alpha2: 'GB', phoneCountryCode: '+44', name: 'United Kingdom' }
]

beforeEach(() => void installBridge())

function open() {
  const chosen = ref<NamedCountry | undefined>(countries[2])
  const heard: string[] = []
  const view = show(
    defineComponent(
      () => () =>
        h(
          'div',
          { onKeydown: ({ key }: KeyboardEvent) => heard.push(key) },
          h(CountryField, {
            countries,
            error: '',
            modelValue: chosen.value,
            'onUpdate:modelValue': (next: NamedCountry | undefined) => (chosen.value = next)
          })
        )
    )
  )
  const input = view.get<HTMLInputElement>('[role=combobox]')
  return {
    view,
    input,
    chosen: () => chosen.value?.name,
    /** The keys that the menu left to the rest of the window. */
    heard,
    press: (key: string, facts = {}) => input.trigger('keydown', { key, ...facts }),
    options: () => texts(view, '[role=option]'),
    active: () => {
      const id = input.attributes('aria-activedescendant')
      return id === undefined ? undefined : view.get(`[id="${id}"]`).text()
    }
  }
}

describe('the closed menu', () => {
  it('shows the country and its code, and leaves Enter, Esc and Tab to the window', async () => {
    const { view, input, press, heard, active } = open()
    expect([input.element.value, input.attributes('aria-expanded'), active()]).toEqual(['Spain', 'false', undefined])
    expect(view.text()).toContain('+34')
    for (const key of ['Enter', 'Escape', 'Tab']) await press(key)
    expect(heard).toEqual(['Enter', 'Escape', 'Tab'])
  })

  it.each(['ArrowDown', 'ArrowUp', 'PageDown'])('opens at the chosen country with %s', async (key) => {
    const { input, press, active, options } = open()
    await press(key)
    expect(input.attributes('aria-expanded')).toBe('true')
    expect(options()).toHaveLength(4)
    expect([active(), input.element.value]).toEqual(['Spain +34', 'Spain'])
  })
})

describe('the open menu', () => {
  it('wraps around at its ends, and Enter takes the marked country and does nothing else', async () => {
    const { input, press, active, chosen, heard } = open()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown']) await press(key)
    expect(active()).toBe('Serbia +381')
    await press('ArrowUp')
    expect(active()).toBe('United Kingdom +44')
    await press('PageUp')
    expect(active()).toBe('Serbia +381')
    await press('Enter')
    expect([chosen(), input.element.value, input.attributes('aria-expanded')]).toEqual(['Serbia', 'Serbia', 'false'])
    expect(heard).toEqual([])
  })

  it('shows the countries that match the search, and says how many they are', async () => {
    const { input, options, active } = open()
    await input.setValue('si')
    expect([options(), active()]).toEqual([['Singapore +65'], 'Singapore +65'])
    expect(useAnnouncementsStore().message).toBe('Matching countries: 1')
  })

  it('says that no country matches the search, and Enter changes nothing', async () => {
    const { view, input, press, chosen, active } = open()
    await input.setValue('xyz')
    expect(view.text()).toContain('No country matches “xyz”.')
    await press('Enter')
    expect([chosen(), active()]).toEqual(['Spain', undefined])
  })

  it('closes with Esc, which cancels nothing else and leaves the country as it was', async () => {
    const { input, press, chosen, heard } = open()
    await input.setValue('uni')
    await press('Escape')
    expect([chosen(), input.element.value, input.attributes('aria-expanded')]).toEqual(['Spain', 'Spain', 'false'])
    expect(heard).toEqual([])
  })

  it('takes the country that was searched with Tab, which moves on', async () => {
    const { input, press, chosen, heard } = open()
    await input.setValue('uni')
    await press('Tab')
    expect([chosen(), heard]).toEqual(['United Kingdom', ['Tab']])
  })

  it('leaves the country as it was when the focus goes elsewhere', async () => {
    const { input, chosen } = open()
    await input.setValue('uni')
    await input.trigger('blur')
    expect([chosen(), input.element.value]).toEqual(['Spain', 'Spain'])
  })

  it('takes the country that is clicked', async () => {
    const { view, input, chosen } = open()
    await input.trigger('click')
    await view.findAll('[role=option]')[1]?.trigger('click')
    expect([chosen(), view.find('[role=option]').exists()]).toEqual(['Singapore', false])
  })

  it('leaves the keys of an input method alone', async () => {
    const { input, press, chosen } = open()
    await input.setValue('uni')
    await press('Enter', { isComposing: true })
    expect(chosen()).toBe('Spain')
  })
})

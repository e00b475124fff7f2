import { computed, ref, type ComputedRef, type Ref } from 'vue'
import type { NamedCountry } from '../../text/namesOfCountries'
import { searchCountries } from '../../text/countrySearch'

const page = 8

export interface CountryMenu {
  open: Ref<boolean>
  /** The text that was typed since the menu opened; undefined if there is none. */
  query: Ref<string | undefined>
  matches: ComputedRef<NamedCountry[]>
  /** The country that Enter takes. */
  active: ComputedRef<NamedCountry | undefined>
  search: (text: string) => void
  show: () => void
  close: () => void
  pick: (country: NamedCountry) => void
  onKeydown: (event: KeyboardEvent) => void
}

/** Handles the keyboard for a list of countries that opens under a field, like a combobox of the ARIA patterns. */
export function useCountryMenu(
  countries: () => readonly NamedCountry[],
  chosen: () => NamedCountry | undefined,
  choose: (country: NamedCountry) => void
): CountryMenu {
  const open = ref(false)
  const query = ref<string>()
  const at = ref(0)
  const matches = computed(() => searchCountries(countries(), query.value ?? ''))
  const active = computed(() => (open.value ? matches.value[at.value] : undefined))

  function search(text: string): void {
    query.value = text
    at.value = 0
    open.value = true
  }

  function show(): void {
    if (open.value) return
    open.value = true
    at.value = Math.max(
      0,
      matches.value.findIndex(({ alpha2 }) => alpha2 === chosen()?.alpha2)
    )
  }

  function close(): void {
    open.value = false
    query.value = undefined
  }

  function pick(country: NamedCountry): void {
    choose(country)
    close()
  }

  function move(by: number): void {
    const last = matches.value.length - 1
    const next = at.value + by
    if (Math.abs(by) > 1) at.value = Math.max(0, Math.min(last, next))
    else at.value = next > last ? 0 : next < 0 ? Math.max(0, last) : next
  }

  const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }

  /** Returns true if the menu used the key, so that nothing else may act on it. */
  function take({ key, altKey }: KeyboardEvent): boolean {
    const by = steps[key]
    if (!open.value) {
      if (by === undefined) return false
      show()
      return true
    }
    if (key === 'Tab' && query.value && active.value) pick(active.value)
    if (key === 'Tab') return false
    if (key === 'Escape' || (altKey && key === 'ArrowUp')) close()
    else if (key === 'Enter') {
      if (active.value) pick(active.value)
    } else if (by !== undefined) move(by)
    else return false
    return true
  }

  function onKeydown(event: KeyboardEvent): void {
    // While a text is being composed, keys choose among the proposals of the input method.
    if (event.isComposing || !take(event)) return
    event.preventDefault()
    event.stopPropagation()
  }

  return { open, query, matches, active, search, show, close, pick, onKeydown }
}

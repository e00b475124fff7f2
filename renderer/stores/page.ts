import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type en from '../../locales/en/window.json'
import { useSessionStore } from './session'
import { useSettingsStore } from './settings'

/** A page of the window. Each has a name in the sidebar, so the locale lists them. */
export type Page = Exclude<keyof typeof en.nav, 'label'>

/** A part of a page that takes its whole place until the person goes back. */
export type Part = 'drill' | 'whatIf'

/** The open page of the signed-in window. Every session begins at Overview, or at the page of the start options. */
export const usePageStore = defineStore('page', () => {
  const settings = useSettingsStore()
  const session = useSessionStore()
  const first = (): Page => settings.appearance.firstPage ?? 'overview'
  const page = ref(first())
  const part = ref<Part>()

  watch(
    () => session.state.phase,
    () => open(first()),
    { flush: 'sync' }
  )

  function open(next: Page): void {
    page.value = next
    part.value = undefined
  }

  function openPart(next: Part): void {
    part.value = next
  }

  function closePart(): void {
    part.value = undefined
  }

  return { page, part, open, openPart, closePart }
})

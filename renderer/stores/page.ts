import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import type en from '../../locales/en/window.json'
import { useSessionStore } from './session'

/** A page of the window. Each has a name in the sidebar, so the locale lists them. */
export type Page = Exclude<keyof typeof en.nav, 'label'>

/** The open page of the signed-in window. Every session begins at the list. */
export const usePageStore = defineStore('page', () => {
  const page = ref<Page>('methods')
  const session = useSessionStore()

  watch(
    () => session.state.phase,
    () => (page.value = 'methods'),
    { flush: 'sync' }
  )

  function open(next: Page): void {
    page.value = next
  }

  return { page, open }
})

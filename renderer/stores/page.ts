import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { useSessionStore } from './session'

export type Page = 'methods' | 'settings'

/** Which page of the signed-in window is open. Every session begins at the list. */
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

import { defineStore } from 'pinia'
import { nextTick, ref } from 'vue'

/** The text that a screen reader says once it is free. */
export const useAnnouncementsStore = defineStore('announcements', () => {
  const message = ref('')

  async function announce(text: string): Promise<void> {
    // A live region repeats a text only if it was empty in between.
    message.value = ''
    await nextTick()
    message.value = text
  }

  return { message, announce }
})

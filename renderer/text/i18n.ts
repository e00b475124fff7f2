import type { Ref } from 'vue'
import { createI18n } from 'vue-i18n'
import type { Language } from '../../contract/settings'
import en from '../../locales/en/window.json'

type Messages = typeof en

/** English is the fallback, so it comes with the window. The other dictionaries are loaded when they are needed. */
const dictionaries: Record<Language, () => Promise<Messages>> = {
  en: () => Promise.resolve(en),
  'zh-CN': async () => (await import('../../locales/zh-CN/window.json')).default
}

/** The name of each language in itself, the same in every language. */
export const languageNames: Record<Language, string> = { en: 'English', 'zh-CN': '简体中文' }

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } })
const spoken: Ref<string> = i18n.global.locale
let wanted: Language = 'en'

/** Switches every text of the window, and the language of the document, which picks the regional typeface. */
export async function speak(language: Language): Promise<void> {
  wanted = language
  i18n.global.setLocaleMessage(language, await dictionaries[language]())
  if (wanted !== language) return
  spoken.value = language
  document.documentElement.lang = language
}

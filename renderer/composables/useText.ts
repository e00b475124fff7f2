import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type en from '../locales/en.json'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** Every text there is, by its path in the locale files. */
export type MessageKey = Paths<typeof en>

/** The `t` of vue-i18n takes any string; this one takes the keys that exist, so a text that is missing does not compile. */
export function useText(): {
  t: (key: MessageKey, values?: Record<string, string | number>) => string
  locale: Ref<string>
} {
  const { t, locale } = useI18n({ useScope: 'global' })
  return { t: (key, values = {}) => t(key, values), locale }
}

import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type en from '../../locales/en/window.json'
import { closeUp } from './closeUp'

type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** The path of every text in the locale files. */
export type MessageKey = Paths<typeof en>

/** The `t` of vue-i18n takes any string. This one takes only existing keys, so a missing text does not compile. */
export function useText(): {
  t: (key: MessageKey, values?: Record<string, string | number>) => string
  locale: Ref<string>
} {
  const { t, locale } = useI18n({ useScope: 'global' })
  return {
    t: (key, values = {}) => {
      const put = (given: Record<string, string | number>): string => t(key, given)
      return locale.value === 'zh-CN' ? closeUp(values, put) : put(values)
    },
    locale
  }
}

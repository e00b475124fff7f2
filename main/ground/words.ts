import type { Language } from '../../contract/settings'
import en from '../../locales/en/system.json'
import zhCN from '../../locales/zh-CN/system.json'

/** The key, in the locale files, of a text that main shows by itself. */
export type SystemKey = keyof typeof en

const texts: Record<Language, Record<SystemKey, string>> = { en, 'zh-CN': zhCN }

/** Returns a text with each `{name}` in it replaced by the value of that name. A `{name}` within a value stays as it is. */
export const systemText = (language: Language, key: SystemKey, values: Readonly<Record<string, string>> = {}): string =>
  texts[language][key].replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)

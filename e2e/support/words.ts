import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { closeUp } from '../../renderer/text/closeUp'
import type { Language } from '../../contract/settings'

/**
 * Returns the window's own texts, so that one test can drive it in every language. Takes keys such as `enrolment.continue`.
 */
export function wordsOf(language: Language): (key: string, values?: Record<string, string>) => string {
  const file = new URL(`../../locales/${language}/window.json`, import.meta.url)
  const messages: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return (key, values = {}) => {
    let found: unknown = messages
    for (const part of key.split('.')) found = z.record(z.string(), z.unknown()).parse(found)[part]
    const text = z.string().parse(found)
    const put = (given: Record<string, string | number>): string =>
      text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole))
    return language === 'zh-CN' ? closeUp(values, put) : put(values)
  }
}

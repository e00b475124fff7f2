import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Language } from '../contract/settings'

/** The window's own words, so that one test can drive it in every language. Takes keys such as `enrolment.continue`. */
export function wordsOf(language: Language): (key: string, values?: Record<string, string>) => string {
  const file = new URL(`../renderer/locales/${language}.json`, import.meta.url)
  const messages: unknown = JSON.parse(readFileSync(file, 'utf8'))
  return (key, values = {}) => {
    let found: unknown = messages
    for (const part of key.split('.')) found = z.record(z.string(), z.unknown()).parse(found)[part]
    return z
      .string()
      .parse(found)
      .replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  }
}

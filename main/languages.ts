import type { Language } from '../contract/settings'

/** The language of ours that serves a BCP 47 tag such as `zh-Hans-CN` or `en-GB`, if there is one. */
export function languageFor(tag: string): Language | undefined {
  if (/^zh\b/i.test(tag)) return 'zh-CN'
  return /^en\b/i.test(tag) ? 'en' : undefined
}

/** The first of a person's preferred languages that we have, else English. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    const language = languageFor(tag)
    if (language) return language
  }
  return 'en'
}

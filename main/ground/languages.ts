import type { Language } from '../../contract/settings'

/**
 * Returns the locale of a name: a BCP 47 tag such as `zh-Hans-CN`, or a POSIX name such as `zh_CN.UTF-8@pinyin`. Returns
 * undefined for any other, also for `C` and `POSIX`, which stand for no language and no country.
 */
function localeOf(name: string): Intl.Locale | undefined {
  const [tag = ''] = name.replaceAll('_', '-').split(/[.@]/)
  if (/^c$/i.test(tag) || /posix/i.test(name)) return undefined
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

/**
 * Returns the language of ours that serves a person who prefers this one, if there is one. A reader of traditional Chinese
 * gets simplified Chinese, which is nearer to it than English.
 */
export function languageFor(name: string): Language | undefined {
  const language = localeOf(name)?.language
  if (language === 'zh' || language === 'yue') return 'zh-CN'
  return language === 'en' ? 'en' : undefined
}

/** Returns the first of a person's preferred languages that we have, else English. */
export function preferredLanguage(names: readonly string[]): Language {
  for (const name of names) {
    const language = languageFor(name)
    if (language) return language
  }
  return 'en'
}

/**
 * Returns the country (ISO 3166-1 alpha-2) that the system is set to. Returns undefined if its locale names none or a larger
 * region, because a language alone does not tell where somebody is.
 */
export function regionOf(systemLocale: string): string | undefined {
  const chosen = /-u-(?:.*-)?rg-(?<country>[a-z]{2})zzzz/i.exec(systemLocale)?.groups?.['country']
  const region = chosen?.toUpperCase() ?? localeOf(systemLocale)?.region
  return region !== undefined && /^[A-Z]{2}$/.test(region) ? region : undefined
}

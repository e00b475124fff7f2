import { describe, expect, it } from 'vitest'
import { languageFor, preferredLanguage, regionOf } from './languages'

it.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['en_GB', 'en'],
  ['en_US.UTF-8', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh_CN', 'zh-CN'],
  ['zh_CN.UTF-8', 'zh-CN'],
  ['zh_CN.utf8@pinyin', 'zh-CN'],
  ['zh_CN@pinyin', 'zh-CN'],
  ['zh-Hans', 'zh-CN'],
  ['zh_Hans_CN', 'zh-CN'],
  ['zh-Hans-CN', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['cmn-Hans-CN', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['zh-Hant-HK', 'zh-CN'],
  ['yue-Hant', 'zh-CN'],
  ['de-DE', undefined],
  ['ja', undefined],
  ['eng', 'en'],
  ['zhx', undefined],
  ['C', undefined],
  ['C.UTF-8', undefined],
  ['POSIX', undefined],
  ['../en', undefined],
  ['', undefined]
])('serves %j with %j', (name, language) => {
  expect(languageFor(name)).toBe(language)
})

it('takes the first preferred language it has, else English', () => {
  expect(preferredLanguage(['de-DE', 'zh-CN', 'en'])).toBe('zh-CN')
  expect(preferredLanguage(['ja', 'en-JP', 'zh'])).toBe('en')
  expect(preferredLanguage(['fr'])).toBe('en')
  expect(preferredLanguage([])).toBe('en')
})

describe('the country of the system', () => {
  it.each([
    ['es-MX', 'MX'],
    ['en-AU', 'AU'],
    ['hi-IN', 'IN'],
    ['en-IN', 'IN'],
    ['pt-AO', 'AO'],
    ['fr-CA', 'CA'],
    ['de-AT', 'AT'],
    ['de-AT@euro', 'AT'],
    ['de_AT.UTF-8@euro', 'AT'],
    ['en-US', 'US'],
    ['zh-CN', 'CN'],
    ['zh-Hans-CN', 'CN'],
    ['zh-Hant-TW', 'TW'],
    ['sr-Latn-RS', 'RS'],
    ['sr-RS@latin', 'RS'],
    ['en-UK', 'GB'],
    ['ca-ES-valencia', 'ES'],
    ['en-US-u-rg-atzzzz', 'AT'],
    ['en-US-u-ca-gregory-rg-atzzzz', 'AT'],
    ['de-AT-u-co-phonebk', 'AT']
  ])('of %s is %s', (locale, country) => {
    expect(regionOf(locale)).toBe(country)
  })

  it.each([
    'en',
    'zh-Hans',
    'es-419',
    'en-001',
    'en-150',
    'C',
    'C.UTF-8',
    'POSIX',
    'en-US@posix',
    'en-US-u-va-posix',
    'en_US_POSIX',
    '',
    'nonsense'
  ])('is unknown by %j', (locale) => {
    expect(regionOf(locale)).toBeUndefined()
  })
})

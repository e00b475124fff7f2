import { expect, it } from 'vitest'
import { languageFor, preferredLanguage } from './languages'

it.each([
  ['en', 'en'],
  ['en-GB', 'en'],
  ['zh-CN', 'zh-CN'],
  ['zh-Hans-CN', 'zh-CN'],
  ['ZH', 'zh-CN'],
  ['de-DE', undefined],
  ['zhx', undefined],
  ['', undefined]
])('serves %j with %j', (tag, language) => {
  expect(languageFor(tag)).toBe(language)
})

it('takes the first preferred language it has, else English', () => {
  expect(preferredLanguage(['de-DE', 'zh-CN', 'en'])).toBe('zh-CN')
  expect(preferredLanguage(['fr'])).toBe('en')
})

import { describe, expect, it } from 'vitest'
import { knownFactorTypes } from '../../contract/factors'
import { errorCode } from '../../contract/result'
import { configurationProblem } from '../../contract/session'
import { i18n, languageNames, speak } from './i18n'
import en from '../../locales/en/window.json'
import zhCN from '../../locales/zh-CN/window.json'

function flatten(messages: object, path = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'object' && value !== null ? flatten(value, `${path}${key}.`) : [[path + key, String(value)]]
  )
}

const english = new Map(flatten(en))
const chinese = new Map(flatten(zhCN))

describe('the texts of the window', () => {
  it('have the same keys in every language, sorted', () => {
    const keys = [...english.keys()]
    expect([...chinese.keys()]).toEqual(keys)
    expect(Object.keys(en.errors)).toEqual(Object.keys(en.errors).sort())
    expect(Object.keys(en)).toEqual(Object.keys(en).sort())
  })

  it('name the same values in every language', () => {
    const placeholders = (text = '') => [...text.matchAll(/\{\w+\}/g)].map(String).sort()
    for (const [key, text] of english) expect([key, placeholders(chinese.get(key))]).toEqual([key, placeholders(text)])
  })

  it.each([
    ['English', english],
    ['Chinese', chinese]
  ])('have %s words for every failure, every factor and every problem of the configuration', (_name, texts) => {
    const wanted = [
      ...errorCode.options.flatMap((code) => [`errors.${code}.title`, `errors.${code}.text`]),
      ...knownFactorTypes.flatMap((type) => [`factors.${type}.name`, `factors.${type}.purpose`]),
      ...configurationProblem.options.map((problem) => `connect.problem.${problem}`)
    ]
    expect(wanted.filter((key) => !texts.get(key))).toEqual([])
  })

  it('hold nothing that vue-i18n would read as a plural or a link', () => {
    expect(
      [...english.values(), ...chinese.values()].filter((text) => /[|@]/.test(text.replaceAll("{'@'}", '')))
    ).toEqual([])
  })
})

describe('speaking a language', () => {
  it('ends with the language asked for last, whichever arrives first', async () => {
    await Promise.all([speak('zh-CN'), speak('en')])
    expect(document.documentElement.lang).toBe('en')
  })

  it.each(Object.keys(languageNames) as (keyof typeof languageNames)[])(
    'switches texts and document to %s',
    async (language) => {
      await speak(language)
      expect(document.documentElement.lang).toBe(language)
      expect(i18n.global.t('methods.ready.title')).toBe(language === 'en' ? 'Ready to add' : '可以添加')
    }
  )
})

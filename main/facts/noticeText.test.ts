import { expect, it } from 'vitest'
import { languages } from '../../contract/fields'
import { noticeText } from './noticeText'

const types = ['OTP', 'SMS', 'EMAIL', 'FACE', 'VOICE', 'constructor']
const odd = ['Holdfast: your password is 123', 'https://evil.example', 'call.me', '验证您的账户', 'A'.repeat(25)]

it.each(languages)('a notification in %s names the method, what happened to it, and what to do', (language) => {
  const notices = (['added', 'removed'] as const).flatMap((kind) =>
    types.map((factorType) => noticeText(language, { kind, factorType }))
  )
  expect(new Set(notices.map(({ title }) => title)).size).toBe(12)
  expect(new Set(notices.map(({ body }) => body)).size).toBe(2)
  expect(notices.filter(({ title }) => title.endsWith('constructor'))).toHaveLength(2)
})

it.each(languages)('a notification in %s says no words of a tenant, only a type that looks like one', (language) => {
  const titles = odd.map((factorType) => noticeText(language, { kind: 'added', factorType }).title)
  expect(new Set(titles).size).toBe(1)
  expect(titles[0]).not.toMatch(/\{|evil|123/)
})

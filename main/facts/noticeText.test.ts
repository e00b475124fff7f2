import { expect, it } from 'vitest'
import { languages } from '../../contract/fields'
import { noticeText } from './noticeText'

const types = ['OTP', 'SMS', 'EMAIL', 'FACE', 'VOICE', 'constructor']

it.each(languages)('a notification in %s names the method, what happened to it, and what to do', (language) => {
  const notices = (['added', 'removed'] as const).flatMap((kind) =>
    types.map((factorType) => noticeText(language, { kind, factorType }))
  )
  expect(new Set(notices.map(({ title }) => title)).size).toBe(12)
  expect(new Set(notices.map(({ body }) => body)).size).toBe(2)
  expect(notices.filter(({ title }) => title.endsWith('constructor'))).toHaveLength(2)
})

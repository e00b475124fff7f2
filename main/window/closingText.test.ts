import { expect, it } from 'vitest'
import { languages } from '../../contract/settings'
import { questions } from './closingText'

it.each(languages)('every question in %s has words of its own, and a way to stay', (language) => {
  const asked = Object.values(questions[language])
  for (const { message, detail, cancel, confirm } of asked)
    expect(new Set([message, detail, cancel, confirm, '']).size).toBe(5)
  expect(new Set(asked.map(({ message }) => message)).size).toBe(asked.length)
})

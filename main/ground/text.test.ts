import fc from 'fast-check'
import { expect, it } from 'vitest'
import { plainText } from './text'

it('keeps ordinary text of every script', () => {
  expect(plainText('Ada Moreno · 林雨桐 · مرحبا · 👩‍💻'.replace('\u200d', ''), 100)).toBe(
    'Ada Moreno · 林雨桐 · مرحبا · 👩💻'
  )
})

it('removes what hides or reorders words, and folds lines into one', () => {
  expect(plainText('\u202egnp.exe\u2066 a\u200bb\u0007\r\nc\u00ad\ufeff', 100)).toBe('gnp.exe ab c')
})

it('marks the place where it cut, without splitting a character', () => {
  expect(plainText('a'.repeat(20), 10)).toBe(`${'a'.repeat(9)}…`)
  expect(plainText('😀😀😀', 4)).toBe('😀…')
})

it('never exceeds its length and never shows a control or format character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 400, size: 'max' }),
      fc.integer({ min: 1, max: 120 }),
      (text, max) => {
        const shown = plainText(text, max)
        expect(shown.length).toBeLessThanOrEqual(max)
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u)
      }
    )
  )
})

it('drops half a character, which would take six bytes wherever it is written', () => {
  expect(plainText('a\ud800b\udc00 😀', 100)).toBe('ab 😀')
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanCode } from './cleanCode'

const digits = fc.stringMatching(/^[0-9]{1,8}$/)
const noise = fc.stringMatching(/^[ \-\u00a0\u2009\u2013\u2014\u200b.\t]{0,3}$/)

/** Returns the digits as an East Asian input method types them. */
function fullWidth(code: string): string {
  return code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
}

describe('cleaning a code', () => {
  it('finds the digits whatever stands between them and however wide they are', () => {
    fc.assert(
      fc.property(digits, fc.array(noise, { minLength: 9, maxLength: 9 }), fc.boolean(), (code, gaps, wide) => {
        const typed = Array.from(wide ? fullWidth(code) : code)
          .map((digit, index) => `${gaps[index] ?? ''}${digit}`)
          .join('')
        expect(cleanCode(`${typed}${gaps[8] ?? ''}`, 'digits', 8)).toBe(code)
      })
    )
  })

  it('gives digits only, never more than fit, and changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 8 }), (typed, longest) => {
        const cleaned = cleanCode(typed, 'digits', longest)
        expect(cleaned).toMatch(new RegExp(`^[0-9]{0,${longest}}$`))
        expect(cleanCode(cleaned, 'digits', longest)).toBe(cleaned)
      })
    )
  })

  it('keeps letters and their case in text, and leaves out the dashes', () => {
    expect(cleanCode(' 5 1-4ｆ', 'text', 4)).toBe('514f')
    expect(cleanCode('aB-9x', 'text', 4)).toBe('aB9x')
  })
})

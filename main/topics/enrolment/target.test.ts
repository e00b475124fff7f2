import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTarget } from './target'

const phone = (phoneCountryCode: string, phoneNumber: string) =>
  ({ kind: 'phone', phoneNumber, phoneCountryCode }) as const

describe('a phone number', () => {
  it.each([
    ['as it is', '+44', '7700900150', '+44', '7700900150'],
    ['with the national prefix', '+44', '07700 900150', '+44', '7700900150'],
    ['with spaces, brackets and dashes', '+1', ' (202) 555-0142 ', '+1', '2025550142'],
    ['with dashes of print', '+86', '138–0013—8000', '+86', '13800138000'],
    ['with a slash', '+49', '030/123456', '+49', '30123456'],
    ['in full-width digits', '+86', '１３８００１３８０００', '+86', '13800138000'],
    ['in Arabic digits', '+20', '٠١٠٠١٢٣٤٥٦٧', '+20', '1001234567'],
    ['in Persian digits', '+98', '۰۹۱۲۳۴۵۶۷۸۹', '+98', '9123456789'],
    ['in Devanagari digits', '+91', '९८७६५४३२१०', '+91', '9876543210'],
    ['between invisible marks of direction', '+86', '\u202a+86 138 0013 8000\u202c', '+86', '13800138000'],
    ['as a link', '+44', 'tel:+86-138-0013-8000', '+86', '13800138000'],
    ['with a country code of its own', '+44', '+86 138 0013 8000', '+86', '13800138000'],
    ['with two plus signs', '+44', '++86 138 0013 8000', '+86', '13800138000'],
    ['with its country code in brackets', '+44', '(+86) 138 0013 8000', '+86', '13800138000'],
    ['with the country code that is chosen', '+86', '86 138 0013 8000', '+86', '13800138000'],
    ['with 00 before its country code', '+86', '0086 138-0013-8000', '+86', '13800138000'],
    ['with 00 and another country code', '+86', '0044 7400 123456', '+44', '7400123456'],
    ['with 00 where that is not the prefix for calls abroad', '+1', '0044 7400 123456', '+44', '7400123456'],
    ['with 011 where that is the prefix for calls abroad', '+1', '011 44 7400 123456', '+44', '7400123456'],
    ['with 011 where that is not the prefix for calls abroad', '+86', '011 44 7400 123456', '+44', '7400123456'],
    ['with the prefix for calls abroad of Australia', '+61', '0011 86 138 0013 8000', '+86', '13800138000'],
    ['with a zero for calls at home in brackets', '+44', '+44 (0)7700 900150', '+44', '7700900150'],
    ['with a zero in brackets under its country', '+49', '(0)30 123456', '+49', '30123456'],
    ['with the national prefix of Russia', '+7', '8 916 123-45-67', '+7', '9161234567'],
    ['with the one of its country code', '+1', '1 202 555 0142', '+1', '2025550142'],
    ['as Argentina writes it at home', '+54', '011 15-2345-6789', '+54', '91123456789'],
    ['whose leading zero belongs to it', '+39', '06 1234 5678', '+39', '0612345678'],
    ['whose leading zero belongs to it, in brackets', '+39', '+39 (06) 1234 5678', '+39', '0612345678'],
    ['under a country code with an area code', '+1876', '876 555 0142', '+1', '8765550142'],
    ['without the area code of its country code', '+1876', '555 0142', '+1', '8765550142'],
    ['without a country where it has its own', '', '+86 138 0013 8000', '+86', '13800138000']
  ])('is brought into its form %s', (_how, country, typed, countryCode, number) => {
    expect(checkTarget(phone(country, typed))).toEqual(phone(countryCode, number))
  })

  it.each([
    ['too short', '+44', '77'],
    ['too long', '+44', '77009001501234'],
    ['of letters', '+44', 'none'],
    ['of a country code nobody has', '+999', '7700900150'],
    ['of nothing', '+44', ' '],
    ['of a plus sign', '+44', '+'],
    ['without a country', '', '7700900150'],
    ['with a tilde, which could begin an extension', '+86', '138~0013~8000'],
    ['with a full-width tilde', '+86', '138～0013～8000'],
    ['with an extension', '+1', '202 555 0142 ext. 7'],
    ['with a short extension', '+1', '202 555 0142 x7'],
    ['with an extension after a hash', '+1', '202 555 0142 #7'],
    ['with an extension after a comma', '+1', '202 555 0142,,7'],
    ['with an extension in a link', '+1', 'tel:+1-202-555-0142;ext=7'],
    ['with letters for digits', '+1', '1-800-FLOWERS'],
    ['with a letter O for a zero', '+86', '138OO138000'],
    ['with words around it', '+44', 'call 07700 900150'],
    ['with words after it', '+44', '07700 900150 (work)'],
    ['that is two numbers in a row', '+44', '07700 900150 07700 900151'],
    ['that is two numbers, one with a plus sign', '+86', '13800138000 +8613800138001'],
    ['that is two numbers on two lines of a list', '+44', '07700 900150\n07700 900151'],
    ['that is two numbers with a comma', '+43', '0664 1234, 0664 5678'],
    ['with its country code twice', '+86', '+86 +86 138 0013 8000'],
    ['with digits for another network before it', '+86', '17951 138 0013 8000'],
    ['that would be completed by an area code', '+1', '457 1234']
  ])('%s is refused', (_what, country, typed) => {
    expect(() => checkTarget(phone(country, typed))).toThrow('phoneInvalid')
  })

  it('is the one that was typed, digit by digit to its end, or is refused', () => {
    const separator = fc.constantFrom('', '', '', ' ', '-', '~', '.', 'x', '/', ',', '(', ')')
    const typed = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), separator), { minLength: 5, maxLength: 22 })
    const country = fc.constantFrom('+86', '+1', '+44', '+49', '+43', '+62', '+81', '+55', '+52', '+7', '+61', '+39')
    let read = 0
    fc.assert(
      fc.property(country, typed, (code, parts) => {
        const digits = parts.map(([digit]) => digit).join('')
        let target
        try {
          target = checkTarget(phone(code, parts.flat().join('')))
        } catch (error) {
          expect(error).toMatchObject({ code: 'phoneInvalid' })
          return
        }
        read++
        const { phoneNumber, phoneCountryCode } = target as ReturnType<typeof phone>
        expect(digits.endsWith(phoneNumber)).toBe(true)
        const before = digits.slice(0, digits.length - phoneNumber.length)
        expect(before.replace(phoneCountryCode.slice(1), '').length).toBeLessThanOrEqual(7)
      }),
      { numRuns: 5_000 }
    )
    expect(read).toBeGreaterThan(100)
  })
})

describe('an email address', () => {
  it.each([
    ['ada@harbour.example', 'ada@harbour.example'],
    [' ada@harbour.example\n', 'ada@harbour.example'],
    ['ada＠harbour．example', 'ada@harbour.example'],
    ['ada@harbour。example', 'ada@harbour.example'],
    ['ada+codes@mail.harbour.example', 'ada+codes@mail.harbour.example'],
    ['o&leary@example.com', 'o&leary@example.com'],
    ["o'leary!#$%*/=?^_`{|}~@example.com", "o'leary!#$%*/=?^_`{|}~@example.com"],
    ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
    ['ada@mail.xn--p1ai', 'ada@mail.xn--p1ai'],
    ['ada@münchen.example', 'ada@münchen.example'],
    ['用户@例子.广告', '用户@例子.广告'],
    ['a..b@docomo.example', 'a..b@docomo.example'],
    ['a.@docomo.example', 'a.@docomo.example'],
    ['"ada moreno"@harbour.example', '"ada moreno"@harbour.example'],
    ['"a@b"@harbour.example', '"a@b"@harbour.example'],
    ['ada@harbour', 'ada@harbour'],
    ['ada@[192.0.2.7]', 'ada@[192.0.2.7]'],
    ['ada@harbour.example.', 'ada@harbour.example.'],
    ['Ada.MORENO@Harbour.Example', 'Ada.MORENO@Harbour.Example'],
    ['ﬁona@harbour.example', 'ﬁona@harbour.example']
  ])('%j is taken, changed by nothing but plain signs', (typed, email) => {
    expect(checkTarget({ kind: 'email', email: typed })).toEqual({ kind: 'email', email })
  })

  it.each([
    'ada',
    'ada@',
    '@harbour.example',
    'ada moreno@harbour.example',
    'ada@harbour .example',
    'ada@b@harbour.example',
    'ada@harbour.example, basil@harbour.example',
    'ada@harbour.example;basil@harbour.example',
    'Ada <ada@harbour.example>',
    'mailto:ada@harbour.example',
    'ada@harbour.example\r\nBcc: basil@harbour.example',
    'ada\u0000@harbour.example',
    `${'a'.repeat(320)}@b.example`
  ])('%j is refused', (email) => {
    expect(() => checkTarget({ kind: 'email', email })).toThrow('emailInvalid')
  })
})

it('leaves a factor without a target alone', () => {
  expect(checkTarget({ kind: 'none' })).toEqual({ kind: 'none' })
})

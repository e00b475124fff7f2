import fc from 'fast-check'
import { Secret, URI } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { otpKey } from '../../../contract/enrolment'
import { describeKey, readOtpSecret } from './otp'

const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const read = (uri: string) => readOtpSecret(uri, undefined)
const bytes = fc.uint8Array({ minLength: 10, maxLength: 200, size: 'max' })
const base32Of = (secret: Uint8Array) => new Secret({ buffer: Uint8Array.from(secret).buffer }).base32
const described = (secret: Uint8Array) => {
  const base32 = base32Of(secret)
  return { base32, shown: describeKey(read(`otpauth://totp/Fernhill:ada?secret=${base32}&issuer=Fernhill`)) }
}

describe('the key on screen', () => {
  it('is the key in groups of four', () => {
    fc.assert(
      fc.property(bytes, (secret) => {
        const { base32, shown } = described(secret)
        expect(shown.key.replaceAll(' ', '')).toBe(base32)
        expect(shown.key).toMatch(/^(\S{4} )*\S{1,4}$/)
      })
    )
  })

  it('comes with a square QR code that has its three finder patterns', () => {
    const finder = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111']
    const corner = (qr: string[], top: number, left: number) =>
      qr.slice(top, top + 7).map((row) => row.slice(left, left + 7))
    fc.assert(
      fc.property(bytes, (secret) => {
        const { qr } = described(secret).shown
        const far = qr.length - 7
        expect(qr.length % 4).toBe(1)
        expect(qr.every((row) => row.length === qr.length)).toBe(true)
        expect([corner(qr, 0, 0), corner(qr, 0, far), corner(qr, far, 0)]).toEqual([finder, finder, finder])
      }),
      { numRuns: 20 }
    )
  })

  it('says nothing of the recovery code', () => {
    const secret = readOtpSecret(`otpauth://totp/ada?secret=${key}`, 'e7ad-aaa4')
    expect(JSON.stringify(describeKey(secret))).not.toContain('e7ad')
  })
})

describe('a label', () => {
  const labelled = (issuer: string, account: string, secret = key) =>
    read(
      `otpauth://totp/${encodeURIComponent(issuer)}:${encodeURIComponent(account)}?secret=${secret}&issuer=${encodeURIComponent(issuer)}`
    )

  it.each([
    ['240 characters long', 'x'.repeat(240), 'ada@fernhill.example'],
    ['of 240 Chinese characters', '医'.repeat(240), 'ada@fernhill.example'],
    ['of emoji', '👩🏽‍⚕️'.repeat(60), '🦊'.repeat(60)],
    ['from right to left', 'مستشفى المدينة '.repeat(20), 'عائشة'],
    ['10,000 characters long', 'Fernhill '.repeat(1_111), 'a'.repeat(10_000)],
    ['of control characters', '\u0000\u001b[31m\u202e\u200b'.repeat(50), '\r\n\t'],
    ['that is empty', '', ''],
    ['of escapes that are escaped', '%25'.repeat(300), '%'.repeat(300)]
  ])(
    '%s decides nothing: key and QR code are there, and the code has at most 57 modules a side',
    (_how, issuer, account) => {
      const secret = labelled(issuer, account)
      const shown = describeKey(secret)
      expect(otpKey.safeParse(shown).error).toBeUndefined()
      expect(shown.key.replaceAll(' ', '')).toBe(key)
      expect(shown.qr.length).toBeGreaterThanOrEqual(21)
      expect(shown.qr.length).toBeLessThanOrEqual(57)
      expect(URI.parse(secret.uri)).toMatchObject({ secret: Secret.fromBase32(key), digits: 6, period: 30 })
    }
  )

  it('that is short enough stays whole, and a short one leaves its room to the other', () => {
    expect(labelled('上海市第一人民医院', 'ada@fernhill.example')).toMatchObject({
      issuer: '上海市第一人民医院',
      account: 'ada@fernhill.example'
    })
    const long = labelled('Fernhill', `ada.${'moreno.'.repeat(10)}x@fernhill.example`)
    expect(long).toMatchObject({ issuer: 'Fernhill', account: `ada.${'moreno.'.repeat(10)}x@fernhill.example` })
  })

  it('that was shortened ends in …, between two characters as people see them', () => {
    const { issuer } = labelled('👩🏽‍⚕️'.repeat(60), 'ada')
    expect(issuer).toMatch(/^(?:👩🏽⚕️)+…$/u)
  })

  it('is written once, without the settings that every app assumes', () => {
    expect(labelled('Fernhill', 'ada').uri).toBe(`otpauth://totp/ada?secret=${key}&issuer=Fernhill`)
  })

  it('of any kind beside a key of 10 to 200 bytes leaves both readable', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400, size: 'max' })
    fc.assert(
      fc.property(text, text, bytes, (issuer, account, secret) => {
        const base32 = base32Of(secret)
        const shown = describeKey(labelled(issuer, account, base32))
        expect(otpKey.safeParse(shown).error).toBeUndefined()
        expect(shown.key.replaceAll(' ', '')).toBe(base32)
        expect(shown.qr.length).toBeLessThanOrEqual(secret.length <= 64 ? 57 : 85)
      }),
      { numRuns: 60 }
    )
  })
})

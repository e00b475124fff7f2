import fc from 'fast-check'
import { Secret } from 'otpauth'
import { describe, expect, it } from 'vitest'
import { describeKey, readOtpSecret } from './otp'

const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const read = (uri: string) => readOtpSecret(uri, undefined)

describe('the key URI of an authenticator app', () => {
  it.each([
    [`otpauth://totp/Fernhill:ada@fernhill.example?secret=${key}&issuer=Fernhill`, { issuer: 'Fernhill' }],
    [`otpauth://totp/Fernhill:ada@fernhill.example?secret=${key}`, { issuer: 'Fernhill' }],
    [`otpauth://totp/ada@fernhill.example?secret=${key}`, { issuer: '' }],
    [
      `otpauth://totp/ada@fernhill.example?secret=${key}&algorithm=SHA256&digits=8&period=60`,
      { digits: 8, period: 60 }
    ],
    [`otpauth://totp/ada@fernhill.example?secret=${key}&algorithm=SHA512`, { algorithm: 'SHA512' }],
    [`otpauth://totp/ada@fernhill.example?secret=${key.toLowerCase()}`, { algorithm: 'SHA1' }]
  ])('%s is read', (uri, understood) => {
    const secret = read(uri)
    expect(secret).toMatchObject({ key, account: 'ada@fernhill.example', ...understood })
    expect(read(secret.uri)).toEqual(secret)
  })

  it('takes the usual for what it does not say', () => {
    expect(read(`otpauth://totp/ada?secret=${key}`)).toMatchObject({ algorithm: 'SHA1', digits: 6, period: 30 })
  })

  it.each([
    ['counts instead of using the time', `otpauth://hotp/ada?secret=${key}&counter=1`],
    ['is a script', `javascript:alert('${key}')`],
    ['is a web address', `https://fernhill.example/?secret=${key}`],
    ['has no key', 'otpauth://totp/ada'],
    ['has a short key', 'otpauth://totp/ada?secret=JBSWY3DP'],
    ['has an endless key', `otpauth://totp/ada?secret=${'A'.repeat(400)}`],
    ['has a key that is no Base32', 'otpauth://totp/ada?secret=0189018901890189'],
    ['has four digits', `otpauth://totp/ada?secret=${key}&digits=4`],
    ['has a hundred digits', `otpauth://totp/ada?secret=${key}&digits=100`],
    ['changes every second', `otpauth://totp/ada?secret=${key}&period=1`],
    ['changes every hour', `otpauth://totp/ada?secret=${key}&period=3600`],
    ['has a digest no app knows', `otpauth://totp/ada?secret=${key}&algorithm=SHA3-256`],
    ['is empty', '']
  ])('that %s is refused, without quoting it', (_what, uri) => {
    let thrown: unknown
    try {
      read(uri)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({ code: 'unexpectedAnswer', cause: undefined })
    expect(String(thrown)).not.toContain(key)
  })

  it('refuses or reads any text, and never fails in another way', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((tail) => `otpauth://totp/ada?secret=${key}${tail}`)
    )
    fc.assert(
      fc.property(text, (uri) => {
        try {
          expect(read(uri).uri).toMatch(/^otpauth:\/\/totp\//)
        } catch (error) {
          expect(error).toMatchObject({ code: 'unexpectedAnswer' })
        }
      })
    )
  })

  it('keeps a recovery code, and leaves an empty one out', () => {
    const uri = `otpauth://totp/ada?secret=${key}`
    expect(readOtpSecret(uri, 'e7ad-aaa4').recoveryCode).toBe('e7ad-aaa4')
    expect(readOtpSecret(uri, '')).not.toHaveProperty('recoveryCode')
  })
})

const bytes = fc.uint8Array({ minLength: 10, maxLength: 200 })
const described = ({ buffer }: Uint8Array<ArrayBuffer>) => {
  const { base32 } = new Secret({ buffer })
  return { base32, shown: describeKey(read(`otpauth://totp/Fernhill:ada?secret=${base32}&issuer=Fernhill`)) }
}

describe('the key on screen', () => {
  it('is the key in groups of four', () => {
    fc.assert(
      fc.property(bytes, (secret) => {
        const { base32, shown } = described(Uint8Array.from(secret))
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
        const { qr } = described(Uint8Array.from(secret)).shown
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

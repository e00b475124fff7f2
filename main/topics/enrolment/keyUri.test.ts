import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOtpSecret } from './otp'

const key = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const read = (uri: string) => readOtpSecret(uri, undefined)
const failureOf = (uri: string): unknown => {
  try {
    return read(uri)
  } catch (error) {
    return error
  }
}

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
    [`otpauth://totp/ada@fernhill.example?secret=${key}&algorithm=sha-256`, { algorithm: 'SHA256' }],
    [`otpauth://totp/ada@fernhill.example?secret=${key}&algorithm=HmacSHA512`, { algorithm: 'SHA512' }],
    [`otpauth://totp/ada@fernhill.example?secret=${key}&digits=&period=&algorithm=`, { algorithm: 'SHA1', digits: 6 }],
    [`OTPAUTH://TOTP/ada@fernhill.example?Secret=${key}`, { algorithm: 'SHA1' }],
    [` otpauth://totp/ada@fernhill.example?secret=${key}\n`, { algorithm: 'SHA1' }],
    [`otpauth://totp/ada@fernhill.example?secret=${key}#top`, { algorithm: 'SHA1' }]
  ])('%s is read', (uri, understood) => {
    const secret = read(uri)
    expect(secret).toMatchObject({ key, account: 'ada@fernhill.example', ...understood })
    expect(read(secret.uri)).toEqual(secret)
  })

  it.each([
    ['in lower case', key.toLowerCase()],
    ['in groups of four', key.replace(/.{4}(?=.)/g, '$& ')],
    ['in groups of four, escaped', key.replace(/.{4}(?=.)/g, '$&%20')],
    ['in groups of four, as a form writes them', key.replace(/.{4}(?=.)/g, '$&+')],
    ['with dashes', key.replace(/.{4}(?=.)/g, '$&-')],
    ['with spaces that do not break', key.replace(/.{4}(?=.)/g, '$&\u00a0')],
    ['with padding', `${key}====`],
    ['with escaped padding', `${key}%3D%3D`],
    ['twice', `${key}&secret=${key}`]
  ])('whose secret stands there %s is read', (_how, secret) => {
    expect(read(`otpauth://totp/Fernhill:ada?secret=${secret}&issuer=Fernhill`)).toMatchObject({
      key,
      issuer: 'Fernhill',
      account: 'ada'
    })
  })

  it.each([
    ['escaped for HTML', `Fernhill:ada?secret=${key}&amp;issuer=Fernhill&amp;digits=8`, 'Fernhill', 'ada', 8],
    [
      'escaped for HTML by number',
      `Fernhill:ada?secret=${key}&#38;issuer=Fernhill&#x26;digits=8`,
      'Fernhill',
      'ada',
      8
    ],
    [
      'escaped for HTML twice',
      `Fernhill:ada?secret=${key}&amp;amp;issuer=Fernhill&amp;amp;digits=8`,
      'Fernhill',
      'ada',
      8
    ],
    ['with a bare &', `H%26M:ada?secret=${key}&issuer=H&M&digits=8`, 'H&M', 'ada', 8],
    ['with a bare & for HTML', `H&amp;M:ada?issuer=H&amp;M&amp;secret=${key}&amp;digits=8`, 'H&M', 'ada', 8],
    ['with a bare %', `100%:ada?secret=${key}&issuer=100%&digits=8`, '100%', 'ada', 8],
    ['with a bare % before letters', `50%off:ada?secret=${key}&issuer=50%off`, '50%off', 'ada', 6],
    ['with bytes that are no UTF-8', `%B0%A1:ada?secret=${key}&issuer=Fern%B0%A1hill`, 'Fernhill', 'ada', 6],
    [
      'as an escaped address',
      `https%3A%2F%2Fid.example.com:ada@x.example?secret=${key}&issuer=https%3A%2F%2Fid.example.com`,
      'https://id.example.com',
      'ada@x.example',
      6
    ],
    [
      'as a bare address',
      `https://id.example.com:ada@x.example?secret=${key}&issuer=https://id.example.com`,
      'https://id.example.com',
      'ada@x.example',
      6
    ],
    [
      'as an address with a port',
      `https%3A%2F%2Fid.example.com%3A8443%3Aada?secret=${key}&issuer=https%3A%2F%2Fid.example.com%3A8443`,
      'https://id.example.com:8443',
      'ada',
      6
    ],
    [
      'as an address in the label only',
      `https%3A%2F%2Fid.example.com:ada?secret=${key}`,
      'https://id.example.com',
      'ada',
      6
    ],
    ['with an escaped colon', `Fernhill%3A%20ada?secret=${key}&issuer=Fernhill`, 'Fernhill', 'ada', 6],
    ['with an escaped colon in the label only', `Fernhill%3Aada?secret=${key}`, 'Fernhill', 'ada', 6],
    ['without an account', `Heroku:?secret=${key}&issuer=Heroku`, 'Heroku', '', 6],
    ['without an account, in the label only', `Heroku:?secret=${key}`, 'Heroku', '', 6],
    ['without a label', `?secret=${key}&issuer=Heroku`, 'Heroku', '', 6],
    [
      'as a form writes spaces',
      `Big+Corp:ada+codes@x.example?secret=${key}&issuer=Big+Corp`,
      'Big Corp',
      'ada+codes@x.example',
      6
    ],
    ['as a form writes spaces and signs', `ada?secret=${key}&issuer=Big+%26+Bigger`, 'Big & Bigger', 'ada', 6],
    ['with plus signs of its own', `C%2B%2B+Club:ada?secret=${key}&issuer=C%2B%2B+Club`, 'C++ Club', 'ada', 6],
    ['that ends in a plus sign', `Disney+:ada?secret=${key}&issuer=Disney+`, 'Disney+', 'ada', 6],
    ['with a question mark', `Who?:ada?secret=${key}&issuer=Who?`, 'Who?', 'ada', 6],
    ['other than that of the label', `Clinic:ada?secret=${key}&issuer=Fernhill`, 'Fernhill', 'ada', 6],
    ['with a colon in the account', `Fernhill:CORP:ada?secret=${key}&issuer=Fernhill`, 'Fernhill', 'CORP ada', 6]
  ])('whose issuer stands there %s is read', (_how, rest, issuer, account, digits) => {
    const secret = read(`otpauth://totp/${rest}`)
    expect(secret).toMatchObject({ key, issuer, account, digits })
    expect(read(secret.uri)).toMatchObject({ key, issuer, digits, account: account || issuer.replaceAll(':', ' ') })
  })

  it.each([
    ['counts instead of using the time', `otpauth://hotp/ada?secret=${key}&counter=1`],
    ['is an export of several', `otpauth-migration://offline?data=${key}`],
    ['is a script', `javascript:alert('${key}')`],
    ['is a web address', `https://fernhill.example/?secret=${key}`],
    ['has no key', 'otpauth://totp/ada'],
    ['has an empty key', 'otpauth://totp/ada?secret=&issuer=Fernhill'],
    ['has two keys', `otpauth://totp/ada?secret=${key}&secret=${key.slice(4)}`],
    ['has a short key', 'otpauth://totp/ada?secret=JBSWY3DP'],
    ['has an endless key', `otpauth://totp/ada?secret=${'A'.repeat(400)}`],
    ['has a key that is no Base32', 'otpauth://totp/ada?secret=0189018901890189'],
    ['has a key with another sign in it', `otpauth://totp/ada?secret=${key.slice(0, 16)}*${key.slice(16)}`],
    ['is empty', '']
  ])('that %s is refused, without quoting it', (_what, uri) => {
    const thrown = failureOf(uri)
    expect(thrown).toMatchObject({ code: 'unexpectedAnswer', cause: undefined })
    expect(String(thrown)).not.toContain(key)
  })

  it.each([
    ['four digits', 'digits=4'],
    ['a hundred digits', 'digits=100'],
    ['digits that are no number', 'digits=six'],
    ['a new code every second', 'period=1'],
    ['a new code every hour', 'period=3600'],
    ['a period with a unit', 'period=30s'],
    ['a digest no app knows', 'algorithm=SHA3-256'],
    ['an old digest', 'algorithm=MD5'],
    ['two digests', 'algorithm=SHA1&algorithm=SHA256'],
    ['two lengths', 'digits=6&digits=8']
  ])('that asks for %s is refused in words of its own, because its codes would be wrong', (_what, setting) => {
    const thrown = failureOf(`otpauth://totp/ada?secret=${key}&${setting}`)
    expect(thrown).toMatchObject({ code: 'otpKeyUnsupported', cause: undefined })
  })

  it('refuses or reads any text, and never fails in another way', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl(),
      fc.string().map((tail) => `otpauth://totp/ada?secret=${key}${tail}`),
      fc.string({ unit: 'binary' }).map((label) => `otpauth://totp/${label}?secret=${key}`)
    )
    fc.assert(
      fc.property(text, (uri) => {
        const outcome = failureOf(uri)
        const known = ['unexpectedAnswer', 'otpKeyUnsupported']
        if (outcome instanceof Error) expect(known).toContain('code' in outcome && outcome.code)
        else expect(outcome).toMatchObject({ uri: expect.stringMatching(/^otpauth:\/\/totp\/[^/]/) as unknown })
      })
    )
  })

  it('keeps a recovery code, and leaves an empty one out', () => {
    const uri = `otpauth://totp/ada?secret=${key}`
    expect(readOtpSecret(uri, 'e7ad-aaa4').recoveryCode).toBe('e7ad-aaa4')
    expect(readOtpSecret(uri, '')).not.toHaveProperty('recoveryCode')
  })
})

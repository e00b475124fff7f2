import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Command, listOf, type Operation, operation } from './endpoint'
import * as operations from './operations'

type Endpoint = Operation<unknown> | Command<unknown>

/** Returns the data as it is read from an answer, or 'refused'. */
function read({ data }: Endpoint, answer: unknown): unknown {
  const { success, data: value } = data.safeParse(answer)
  return success ? value : 'refused'
}
const letters = (length: number): string => 'x'.repeat(length)
const cut = (length: number): string => `${letters(length - 1)}…`
const times = <Item>(length: number, item: Item): Item[] => Array.from({ length }, () => item)

it.each<[string, Endpoint]>([
  ['GET /api/v3/list-factors-to-enroll', operations.listFactorsToEnroll],
  ['GET /api/v3/list-enrolled-factors', operations.listEnrolledFactors],
  ['GET /api/v3/list-enrolled-factors', operations.listEnrolledFactorsForSure],
  ['GET /api/v3/get-profile', operations.getProfile],
  ['GET /api/v3/get-profile', operations.getPasswordTime],
  ['GET /api/v3/get-my-logged-in-apps', operations.listLoggedInApps],
  ['GET /api/v3/get-my-tenant-list', operations.listTenants],
  ['GET /api/v2/applications/a%2Fb/public-config', operations.getPublicConfiguration('a/b')],
  ['GET /api/v3/get-country-list', operations.getCountryList],
  ['GET /api/v3/get-security-info', operations.getSecurityInfo],
  ['GET /api/v3/webauthn/credentials?page=1&limit=50', operations.listWebauthnCredentials],
  ['GET /api/v3/webauthn/credentials?page=1&limit=50', operations.listWebauthnCredentialsForSure],
  ['POST /api/v3/send-enroll-factor-request', operations.sendEnrollFactorRequest],
  ['POST /api/v3/enroll-factor', operations.enrollFactor],
  ['POST /api/v3/reset-factor', operations.resetFactor],
  ['POST /api/v2/upload?folder=photos&private=true', operations.upload],
  ['POST /api/v3/send-sms', operations.sendSms],
  ['POST /api/v3/send-email', operations.sendEmail],
  ['POST /api/v3/mfa-totp-verify', operations.verifyTotp],
  ['POST /api/v3/pre-check-code', operations.preCheckCode],
  ['POST /api/v3/unbind-phone', operations.unbindPhone],
  ['POST /api/v3/unbind-email', operations.unbindEmail],
  ['PUT /api/v3/webauthn/credentials/a%2Fb', operations.updateWebauthnCredential('a/b')],
  ['DELETE /api/v3/webauthn/credentials/a%2Fb', operations.deleteWebauthnCredential('a/b')]
])('asks as the vendor documents it: %s', (request, { method, path }) => {
  expect(`${method} ${path}`).toBe(request)
})

it('drops everything of an answer that has nothing to say', () => {
  for (const answer of [{ otp: 'secret' }, null, 7]) expect(read(operations.resetFactor, answer)).toBeUndefined()
})

describe('a list', () => {
  const factor = { factorType: 'OTP' }

  it('has at most 100 items', () => {
    expect(read(operations.listFactorsToEnroll, times(100, factor))).toHaveLength(100)
    expect(read(operations.listFactorsToEnroll, times(101, factor))).toBe('refused')
  })

  it('may come as null or as its only item, but as nothing else', () => {
    expect(read(operations.listFactorsToEnroll, null)).toEqual([])
    expect(read(operations.listFactorsToEnroll, factor)).toEqual([factor])
    const texts = operation('/api/v3/texts', listOf(z.string()))
    for (const odd of ['OTP', 7, undefined]) {
      expect([read(operations.listFactorsToEnroll, odd), read(texts, odd)]).toEqual(['refused', 'refused'])
    }
  })

  it('that decides something was really sent', () => {
    const [inList, forSure] = [operations.listEnrolledFactors, operations.listEnrolledFactorsForSure]
    expect([read(inList, null), read(forSure, null)]).toEqual([[], 'refused'])
    const bound = { factorId: 'a', factorType: 'FACE' }
    expect([read(forSure, bound), read(forSure, [])]).toEqual([[bound], []])
  })
})

describe('a factor', () => {
  const readFactor = (factor: object) =>
    read(operations.listEnrolledFactors, [{ factorId: 'a', factorType: 'SMS', ...factor }])

  it('has an id of 1 to 256 characters', () => {
    for (const factorId of ['a', letters(256)]) expect(readFactor({ factorId })).toMatchObject([{ factorId }])
    for (const factorId of ['', letters(257), 7]) expect(readFactor({ factorId })).toBe('refused')
  })

  it('has a type that can be shown, cut to 64 characters', () => {
    expect(readFactor({ factorType: letters(64) })).toMatchObject([{ factorType: letters(64) }])
    expect(readFactor({ factorType: letters(65) })).toMatchObject([{ factorType: cut(64) }])
    for (const factorType of ['', ' \u200b', 7, undefined]) expect(readFactor({ factorType })).toBe('refused')
  })

  it('keeps what can be read of its target, each part by itself', () => {
    const profile = { email: letters(321), phoneNumber: letters(41), phoneCountryCode: '123456789' }
    expect(readFactor({ profile })).toMatchObject([
      { profile: { email: cut(320), phoneNumber: cut(40), phoneCountryCode: '1234567…' } }
    ])
    const fields = ['email', 'phoneNumber', 'phoneCountryCode'] as const
    for (const odd of fields) {
      const rest = Object.fromEntries(fields.filter((field) => field !== odd).map((field) => [field, '1']))
      expect(readFactor({ profile: { ...rest, [odd]: 7 } })).toEqual([
        { factorId: 'a', factorType: 'SMS', profile: { ...rest, [odd]: undefined } }
      ])
      expect(readFactor({ profile: rest })).toEqual([{ factorId: 'a', factorType: 'SMS', profile: rest }])
    }
    expect(readFactor({ profile: null })).toEqual([{ factorId: 'a', factorType: 'SMS', profile: null }])
    expect(readFactor({ profile: 'x' })).toEqual([{ factorId: 'a', factorType: 'SMS', profile: undefined }])
  })
})

it('reads each field of a profile by itself, cut to 120 characters', () => {
  const fields = ['name', 'nickname', 'username', 'email', 'phone', 'phoneCountryCode']
  for (const field of fields) {
    for (const [said, known] of [
      [letters(120), letters(120)],
      [letters(121), cut(120)],
      [null, null],
      [7, undefined]
    ]) {
      expect(read(operations.getProfile, { [field]: said, gender: 'x' })).toEqual({ [field]: known })
    }
  }
  expect(read(operations.getProfile, {})).toEqual({})
})

it('knows an application by its id, and one whose id cannot be read is none of ours', () => {
  for (const [appId, known] of [
    [letters(200), letters(200)],
    [letters(201), ''],
    [7, '']
  ]) {
    expect(read(operations.listLoggedInApps, [{ appId, appName: 'Ward 7' }])).toEqual([
      { appId: known, appName: 'Ward 7' }
    ])
  }
})

it('reads the name of an organisation from each of its sources, cut to 60 characters', () => {
  for (const [said, name] of [
    [letters(60), letters(60)],
    [letters(61), cut(60)],
    [7, undefined],
    [undefined, undefined]
  ]) {
    expect(read(operations.listLoggedInApps, [{ appId: 'a', appName: said }])).toEqual([{ appId: 'a', appName: name }])
    expect(read(operations.listTenants, [{ tenantName: said }])).toEqual([{ tenantName: name }])
    expect(read(operations.getPublicConfiguration('a'), { name: said })).toEqual({ name })
  }
})

describe('a challenge', () => {
  const readChallenge = (answer: object) =>
    read(operations.sendEnrollFactorRequest, { enrollmentToken: 't', otpData: { qrCodeUri: 'otpauth:' }, ...answer })

  it('has a token of 1 to 4096 characters', () => {
    for (const enrollmentToken of ['t', letters(4096)])
      expect(readChallenge({ enrollmentToken })).toMatchObject({ enrollmentToken })
    for (const enrollmentToken of ['', letters(4097), undefined])
      expect(readChallenge({ enrollmentToken })).toBe('refused')
  })

  it('has a key only for an authenticator app', () => {
    for (const otpData of [null, undefined]) {
      expect(readChallenge({ otpData })).toEqual({ enrollmentToken: 't', otpData })
    }
    for (const qrCodeUri of ['o', letters(100_000)])
      expect(readChallenge({ otpData: { qrCodeUri } })).toEqual({ enrollmentToken: 't', otpData: { qrCodeUri } })
    for (const qrCodeUri of ['', letters(100_001), undefined])
      expect(readChallenge({ otpData: { qrCodeUri } })).toBe('refused')
  })

  it('may have a recovery code, cut to 200 characters', () => {
    for (const [said, recoveryCode] of [
      ['r-1', 'r-1'],
      [letters(201), cut(200)],
      [null, null],
      [7, undefined]
    ]) {
      const otpData = { qrCodeUri: 'otpauth:', recoveryCode: said }
      expect(readChallenge({ otpData })).toMatchObject({ otpData: { recoveryCode } })
    }
  })
})

describe('a picture', () => {
  it.each([
    [{ key: 'k', url: 'u' }, 'k'],
    [{ key: ' k ' }, 'k'],
    [{ url: 'u' }, 'u'],
    [{ key: ' ', url: 'u' }, 'u'],
    [{ key: 7, url: 'u' }, 'u'],
    [{ key: letters(4096), url: 'u' }, letters(4096)],
    [{ key: letters(4097), url: 'u' }, 'u']
  ])('is named by its key, or else by its address', (answer, photo) => {
    expect(read(operations.upload, answer)).toEqual({ photo })
  })

  it('that has no name is of no use, and the failure says so', () => {
    for (const answer of [{}, { key: '', url: '' }]) {
      expect(operations.upload.data.safeParse(answer).error?.issues).toMatchObject([
        { code: 'custom', message: 'A picture without a key or an address cannot be named.' }
      ])
    }
  })
})

describe('the countries', () => {
  const gb = { alpha2: 'GB', phoneCountryCode: '+44', name: { 'zh-CN': { value: '英国' }, 'en-US': { value: 'UK' } } }
  const known = { alpha2: 'GB', phoneCountryCode: '+44', names: { en: 'UK', 'zh-CN': '英国' } }

  it.each([
    { alpha2: 'GBR' },
    { alpha2: 'G' },
    { alpha2: 'gb' },
    { alpha2: 'xGB' },
    { alpha2: 7 },
    { phoneCountryCode: '+44-1481' },
    { phoneCountryCode: '12345' },
    { phoneCountryCode: '' },
    { phoneCountryCode: 'x44' },
    { phoneCountryCode: '++44' },
    { name: undefined }
  ])('are read without the one that is odd: %j', (odd) => {
    expect(read(operations.getCountryList, [{ ...gb, ...odd }, gb])).toEqual([known])
  })

  it('may have their code without a plus, of 1 to 4 digits', () => {
    for (const phoneCountryCode of ['44', '1', '+1234']) {
      expect(read(operations.getCountryList, [{ ...gb, phoneCountryCode }])).toEqual([{ ...known, phoneCountryCode }])
    }
  })

  it('have a name in each language that can be read, cut to 120 characters', () => {
    for (const [said, en] of [
      [{ value: letters(121) }, cut(120)],
      [{ value: 7 }, undefined],
      ['UK', undefined],
      [undefined, undefined]
    ]) {
      const name = { ...gb.name, 'en-US': said }
      expect(read(operations.getCountryList, [{ ...gb, name }])).toEqual([{ ...known, names: { en, 'zh-CN': '英国' } }])
    }
    expect(read(operations.getCountryList, [{ ...gb, name: {} }])).toEqual([{ ...known, names: {} }])
  })

  it('are at most 400', () => {
    expect(read(operations.getCountryList, times(400, gb))).toHaveLength(400)
    expect(read(operations.getCountryList, times(401, gb))).toBe('refused')
  })
})

it('learns from the security information if a password is set', () => {
  for (const [said, passwordSet] of [
    [true, true],
    [false, false],
    ['yes', undefined],
    [undefined, undefined]
  ]) {
    expect(read(operations.getSecurityInfo, { passwordSet: said, score: 7 })).toEqual({ passwordSet })
  }
})

it.each([
  [72, 72],
  [-4, -4],
  [140.5, 140.5],
  ['high\u202e', 'high'],
  [null, null],
  [undefined, undefined],
  [true, false],
  [{ value: 7 }, false],
  [[7], false]
])('keeps a score of %j as it comes, and its kind if it is neither number nor text', (said, securityScore) => {
  expect(read(operations.getSecurityInfo, { securityScore: said })).toEqual({ securityScore })
})

it.each([0, 4, 1.5, '2', null])('reads no level of a password from %j', (said) => {
  expect(read(operations.getSecurityInfo, { passwordSecurityLevel: said })).toEqual({})
})

it.each([
  [{ passwordLastSetAt: '2026-11-29T12:00:00.000Z' }, Date.UTC(2026, 10, 29, 12)],
  [{ passwordLastSetAt: Date.UTC(2026, 10, 29, 12) }, Date.UTC(2026, 10, 29, 12)],
  [{ passwordLastSetAt: Date.UTC(2026, 10, 29, 12) / 1_000 }, Date.UTC(2026, 10, 29, 12)],
  [{ passwordLastSetAt: 'yesterday' }, undefined],
  [{ passwordLastSetAt: null }, undefined],
  [{}, undefined]
])('reads when the password was set in %j', (answer, passwordLastSetAt) => {
  expect(read(operations.getPasswordTime, answer)).toEqual(passwordLastSetAt === undefined ? {} : { passwordLastSetAt })
})

it('takes only a plain yes or no for the answer to a code that is tested', () => {
  for (const said of [true, false]) {
    expect(read(operations.verifyTotp, { verified: said, user: 'x' })).toEqual({ verified: said })
    expect(read(operations.preCheckCode, { isValid: said, message: 'x' })).toEqual({ isValid: said })
  }
  for (const odd of ['true', 1, null, undefined]) {
    expect(read(operations.verifyTotp, { verified: odd })).toBe('refused')
    expect(read(operations.preCheckCode, { isValid: odd })).toBe('refused')
  }
})

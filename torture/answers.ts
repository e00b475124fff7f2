import fc from 'fast-check'

const enrolledFactors = [
  { factorId: 'a|sms', factorType: 'SMS', profile: { phoneNumber: '7700900142', phoneCountryCode: '+44' } },
  { factorId: 'a|email', factorType: 'EMAIL', profile: { email: 'basil@fernhill.example' } }
]
const passkeys = {
  totalCount: 1,
  list: [{ credentialId: 'key', name: 'Laptop', createdAt: '2026-01-01T00:00:00Z' }]
}

/** A well-behaved tenant puts these values into `data`, by operation. The attack starts from them. */
export const examples: Readonly<Record<string, unknown>> = {
  listFactorsToEnroll: [{ factorType: 'OTP' }, { factorType: 'PALM' }],
  listEnrolledFactors: enrolledFactors,
  listEnrolledFactorsForSure: enrolledFactors,
  getProfile: {
    name: 'Ada',
    nickname: null,
    username: 'ada',
    email: 'ada@fernhill.example',
    phone: '7700900123',
    emailVerified: true
  },
  getPasswordTime: { passwordLastSetAt: '2026-11-28T12:00:00.000Z' },
  sendEnrollFactorRequest: {
    enrollmentToken: 'token',
    otpData: { qrCodeUri: 'otpauth://totp/a:b?secret=JBSWY3DPEHPK3PXP', recoveryCode: 'e7ad-aaa4-da75' }
  },
  upload: { key: 'photos/photo.jpg', url: 'https://files.fernhill.example/photo.jpg' },
  getCountryList: [
    {
      alpha2: 'GB',
      phoneCountryCode: '+44',
      name: { 'zh-CN': { value: '英国' }, 'en-US': { value: 'United Kingdom' } }
    }
  ],
  getSecurityInfo: {
    passwordSecurityLevel: 2,
    mfaEnrolled: true,
    passwordSet: true,
    emailBinded: true,
    phoneBinded: false,
    securityScore: 72
  },
  verifyTotp: { verified: true },
  preCheckCode: { isValid: false, message: 'Wrong verification code' },
  getLoginHistory: {
    totalCount: 1,
    list: [
      {
        userId: 'u',
        appId: 'a',
        appName: 'Rota',
        loginAt: '2026-11-28T12:00:00.000Z',
        clientIp: '203.0.113.24',
        success: false,
        errorMessage: 'Wrong password',
        userAgent: 'Mozilla/5.0',
        parsedUserAgent: { device: 'Desktop', browser: 'Firefox', os: 'Linux' },
        loginMethod: 'PASSWORD',
        geoip: { country_name: 'Spain', country_code2: 'ES', city_name: 'Madrid', timezone: 'Europe/Madrid' }
      }
    ]
  },
  listDevices: [
    {
      device: {
        deviceId: 'a',
        name: 'firefox/146.0',
        version: '146.0',
        type: 'Browser',
        mod: null,
        os: 'Linux',
        status: 'activated',
        userAgent: 'Mozilla/5.0'
      },
      lastLoginTime: '2026-11-28T12:00:00.000Z',
      lastIp: '203.0.113.24',
      online: true
    }
  ],
  createDevice: { deviceUniqueId: '7f3a19c2-e04b-4d1e-9a51-0c7b6f2d8e13' },
  listLoggedInApps: [{ appId: 'app', appName: 'Fernhill Clinic', appLoginUrl: '', appLogo: '', active: true }],
  listTenants: [{ tenantId: 'a', tenantName: 'Fernhill Clinic', joinAt: '2026-01-01T00:00:00Z' }],
  getPublicConfiguration: { id: 'app', name: 'Fernhill Clinic', deviceFuncEnabled: true },
  listWebauthnCredentials: passkeys,
  listWebauthnCredentialsForSure: passkeys
}

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '<img src=x onerror=alert(1)>',
    '\u202eABC\u202c',
    '\u2066x\u2069',
    'a\u200b\u0000\u001b[31m\r\nb',
    '\ud800',
    '__proto__',
    '{{constructor}}',
    'x'.repeat(10_000)
  )
)
const odd: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[[[]]]], Array(500).fill({ factorType: 'OTP' })),
  fc.jsonValue({ maxDepth: 4 })
)

/** Returns the value with a change at a random place: another value, one field more, or one field less. */
function mutate(value: unknown, path: readonly number[], replacement: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined || typeof value !== 'object' || value === null) return replacement
  if (Array.isArray(value)) {
    const at = value.length > 0 ? step % value.length : 0
    return value.map((item: unknown, index) => (index === at ? mutate(item, rest, replacement) : item))
  }
  const entries = Object.entries(value)
  const at = step % (entries.length + 2)
  if (at === entries.length) return { ...value, secret: replacement }
  if (at === entries.length + 1) return Object.fromEntries(entries.slice(1))
  return Object.fromEntries(
    entries.map(([key, inner], index) => [key, index === at ? mutate(inner, rest, replacement) : inner])
  )
}

/** Generates JSON that `JSON.stringify` never writes, and text that is not JSON. */
const rawBodies = fc.oneof(
  fc.constantFrom(
    '{"statusCode":200,"data":[{"__proto__":{"polluted":true},"factorType":"OTP","factorId":"a"}]}',
    '{"__proto__":{"polluted":true},"statusCode":200,"data":{"__proto__":{"polluted":true},"url":"x"}}',
    '{"constructor":{"prototype":{"polluted":true}},"statusCode":200,"data":null}',
    '{"statusCode":200,"statusCode":401,"data":[]}',
    '{"statusCode":1e400,"data":[]}',
    '{"statusCode":200,"data":[{"factorType":"OTP","factorId":"a","createdAt":1e999}]}',
    `{"statusCode":200,"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    `${'{"data":'.repeat(2_000)}1${'}'.repeat(2_000)}`,
    '\ufeff{"statusCode":200}',
    'NaN',
    ''
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.json({ maxDepth: 5 })
)

/**
 * Returns the bodies with which a hostile tenant could answer an operation: valid ones with one error, other JSON, and no
 * JSON.
 */
export function answersLike(operation: string): fc.Arbitrary<string> {
  const envelope = { statusCode: 200, message: 'OK', requestId: 'r', apiCode: 0, data: examples[operation] ?? null }
  const place = fc.array(fc.nat({ max: 20 }), { maxLength: 5 })
  return fc.oneof(
    { weight: 3, arbitrary: fc.tuple(place, odd).map(([path, value]) => write(mutate(envelope, [4, ...path], value))) },
    { weight: 2, arbitrary: fc.tuple(place, odd).map(([path, value]) => write(mutate(envelope, path, value))) },
    { weight: 1, arbitrary: odd.map((data) => write({ ...envelope, data })) },
    { weight: 1, arbitrary: rawBodies }
  )
}

const write = (value: unknown): string => JSON.stringify(value)

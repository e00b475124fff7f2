import type { Past } from './history'

interface Factor {
  factorId: string
  factorType: string
  /** The contact or device behind the factor, in the vendor's own field names. */
  profile: Record<string, string>
}

export interface Passkey {
  credentialId: string
  name: string
  /** ISO 8601. */
  createdAt: string
  lastUsedAt?: string
}

export interface Person {
  userId: string
  /** The e-mail address the person signs in with. */
  account: string
  password: string
  /** When the person last changed it, as ISO 8601; absent if they never did. */
  passwordSetAt?: string
  about: string
  name: string
  gender: 'F' | 'M' | 'U'
  locale: string
  /** The e-mail address bound to the account. The person signs in with `account` even without it. */
  email?: string
  phone?: { phoneNumber: string; phoneCountryCode: string }
  /** Factor types the application has switched on for this person. */
  offered: string[]
  enrolled: Factor[]
  /** The keys of the authenticator apps as Base32, by the id of the factor. */
  otpKeys: Record<string, string>
  passkeys: Passkey[]
  past: Past
}

/** Everyone has the same password, so that a person who tries the sandbox has to remember only one. */
const password = 'kelp-and-tide'

const everyType = ['OTP', 'SMS', 'EMAIL', 'FACE']

/** Returns the people of one sandbox. Each call creates new ones, so sandboxes do not see each other's changes. */
export const createPeople = (): [Person, ...Person[]] => [
  ada(),
  ben(),
  linJing(),
  noor(),
  priya(),
  theo(),
  vera(),
  omar()
]

const ada = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c301',
  account: 'ada.moreno@fernhill.example',
  password,
  about: 'Has no second factor yet and can add all four.',
  name: 'Ada Moreno',
  gender: 'F',
  locale: 'en-GB',
  email: 'ada.moreno@fernhill.example',
  offered: everyType,
  enrolled: [],
  otpKeys: {},
  passkeys: [],
  past: { rows: 261, days: 90, home: 'madrid', browsers: ['safariOnIphone', 'firefoxOnMac'] }
})

const ben = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c302',
  account: 'ben.okafor@fernhill.example',
  password,
  about: 'Has text message and email, and can add an authenticator app and face.',
  name: 'Ben Okafor',
  gender: 'M',
  locale: 'en-GB',
  email: 'ben.okafor@fernhill.example',
  phone: { phoneNumber: '7700900142', phoneCountryCode: '+44' },
  offered: everyType,
  enrolled: [
    {
      factorId: '66f1d0425a3e7c18b2d4f611',
      factorType: 'SMS',
      profile: { phoneNumber: '7700900142', phoneCountryCode: '+44' }
    },
    {
      factorId: '66f1d0425a3e7c18b2d4f612|email',
      factorType: 'EMAIL',
      profile: { email: 'ben.okafor@fernhill.example' }
    }
  ],
  otpKeys: {},
  passkeys: [],
  past: { rows: 84, days: 60, home: 'leeds', browsers: ['chromeOnWindows'] }
})

const linJing = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c303',
  account: 'lin.jing@fernhill.example',
  password,
  about: 'Has all four factors, so nothing is left to add.',
  name: '林静',
  gender: 'F',
  locale: 'zh-CN',
  email: 'lin.jing@fernhill.example',
  phone: { phoneNumber: '13800138000', phoneCountryCode: '+86' },
  offered: everyType,
  enrolled: [
    { factorId: '66f1d0425a3e7c18b2d4f621', factorType: 'OTP', profile: {} },
    {
      factorId: '66f1d0425a3e7c18b2d4f622',
      factorType: 'SMS',
      profile: { phoneNumber: '13800138000', phoneCountryCode: '+86' }
    },
    {
      factorId: '66f1d0425a3e7c18b2d4f623|email',
      factorType: 'EMAIL',
      profile: { email: 'lin.jing@fernhill.example' }
    },
    { factorId: '66f1d0425a3e7c18b2d4f624', factorType: 'FACE', profile: {} }
  ],
  otpKeys: { '66f1d0425a3e7c18b2d4f621': 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
  passkeys: [
    {
      credentialId: 'rX3mUe0kTzqjVb8oYcW2Lw',
      name: '诊所的电脑',
      createdAt: '2026-03-02T09:14:00.000Z',
      lastUsedAt: '2026-08-19T07:52:00.000Z'
    },
    { credentialId: 'Jp-7dQ_f4H2sNaZ1gKxE9A', name: '手机', createdAt: '2026-05-20T18:40:00.000Z' }
  ],
  past: { rows: 130, days: 90, home: 'hangzhou', browsers: ['chromeOnWindows', 'safariOnIphone'] }
})

const noor = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c304',
  account: 'noor.haddad@fernhill.example',
  password,
  about: 'Has text message and a voice print, and can add an authenticator app and a palm scan.',
  name: 'Noor Haddad',
  gender: 'U',
  locale: 'en-US',
  email: 'noor.haddad@fernhill.example',
  phone: { phoneNumber: '2025550142', phoneCountryCode: '+1' },
  offered: ['OTP', 'SMS', 'PALM', 'VOICE'],
  enrolled: [
    {
      factorId: '66f1d0425a3e7c18b2d4f631',
      factorType: 'SMS',
      profile: { phoneNumber: '2025550142', phoneCountryCode: '+1' }
    },
    { factorId: '66f1d0425a3e7c18b2d4f632', factorType: 'VOICE', profile: {} }
  ],
  otpKeys: {},
  passkeys: [],
  past: { rows: 12, days: 30, home: 'boston', browsers: ['firefoxOnLinux'] }
})

const priya = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c305',
  account: 'priya.nair@fernhill.example',
  password,
  about: 'Has signed in 100,000 times, 120 of them in one millisecond.',
  name: 'Priya Nair',
  gender: 'F',
  locale: 'en-GB',
  email: 'priya.nair@fernhill.example',
  offered: everyType,
  enrolled: [{ factorId: '66f1d0425a3e7c18b2d4f641', factorType: 'OTP', profile: {} }],
  otpKeys: { '66f1d0425a3e7c18b2d4f641': 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' },
  passkeys: [],
  past: {
    rows: 100_000,
    days: 3_650,
    home: 'leeds',
    browsers: ['chromeOnWindows', 'safariOnIphone', 'firefoxOnLinux'],
    clump: true
  }
})

const theo = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c306',
  account: 'theo.lindqvist@fernhill.example',
  password,
  about: 'Is being attacked: somebody is guessing the password right now.',
  name: 'Theo Lindqvist',
  gender: 'M',
  locale: 'en-GB',
  email: 'theo.lindqvist@fernhill.example',
  offered: everyType,
  enrolled: [
    {
      factorId: '66f1d0425a3e7c18b2d4f651|email',
      factorType: 'EMAIL',
      profile: { email: 'theo.lindqvist@fernhill.example' }
    }
  ],
  otpKeys: {},
  passkeys: [],
  past: { rows: 96, days: 30, home: 'madrid', browsers: ['safariOnIphone', 'firefoxOnMac'], attacked: true }
})

const vera = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c307',
  account: 'vera.novak@fernhill.example',
  password,
  about: 'Has all that is offered. The score cannot reach 100, because no text message is.',
  name: 'Vera Novak',
  gender: 'F',
  locale: 'en-GB',
  email: 'vera.novak@fernhill.example',
  offered: ['OTP', 'EMAIL', 'FACE'],
  enrolled: [
    { factorId: '66f1d0425a3e7c18b2d4f661', factorType: 'OTP', profile: {} },
    {
      factorId: '66f1d0425a3e7c18b2d4f662|email',
      factorType: 'EMAIL',
      profile: { email: 'vera.novak@fernhill.example' }
    },
    { factorId: '66f1d0425a3e7c18b2d4f663', factorType: 'FACE', profile: {} }
  ],
  otpKeys: { '66f1d0425a3e7c18b2d4f661': 'MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK' },
  passkeys: [{ credentialId: 'c0mWq7xS5tJ2hKz8dRbY4Q', name: 'Laptop', createdAt: '2026-01-12T10:05:00.000Z' }],
  past: { rows: 48, days: 60, home: 'leeds', browsers: ['firefoxOnLinux'] }
})

const omar = (): Person => ({
  userId: '66f1c8a10b7d4e2f90a1c308',
  account: 'omar.farouk@fernhill.example',
  password,
  about: 'Has 400 devices that nobody has used for 90 days.',
  name: 'Omar Farouk',
  gender: 'M',
  locale: 'en-GB',
  email: 'omar.farouk@fernhill.example',
  offered: everyType,
  enrolled: [{ factorId: '66f1d0425a3e7c18b2d4f671', factorType: 'OTP', profile: {} }],
  otpKeys: { '66f1d0425a3e7c18b2d4f671': 'NBSWY3DPO5XXE3DENBSWY3DPO5XXE3DE' },
  passkeys: [],
  past: { rows: 60, days: 90, home: 'leeds', browsers: ['firefoxOnLinux'] }
})

export interface Factor {
  factorId: string
  factorType: string
  /** Where the factor leads, in the vendor's own field names. */
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
  about: string
  name: string
  gender: 'F' | 'M' | 'U'
  locale: string
  /** The e-mail address bound to the account; the person signs in with `account` even without it. */
  email?: string
  phone?: { phoneNumber: string; phoneCountryCode: string }
  /** Factor types the application has switched on for this person. */
  offered: string[]
  enrolled: Factor[]
  passkeys: Passkey[]
}

/** One password for everyone: whoever tries the sandbox has to remember a single one. */
const password = 'kelp-and-tide'

const everyType = ['OTP', 'SMS', 'EMAIL', 'FACE']

/** The people of one sandbox. Each call gives fresh ones, so no sandbox sees what another one changed. */
export function createPeople(): [Person, ...Person[]] {
  return [
    {
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
      passkeys: []
    },
    {
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
      passkeys: []
    },
    {
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
      passkeys: [
        {
          credentialId: 'rX3mUe0kTzqjVb8oYcW2Lw',
          name: '诊所的电脑',
          createdAt: '2026-03-02T09:14:00.000Z',
          lastUsedAt: '2026-08-19T07:52:00.000Z'
        },
        { credentialId: 'Jp-7dQ_f4H2sNaZ1gKxE9A', name: '手机', createdAt: '2026-05-20T18:40:00.000Z' }
      ]
    },
    {
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
      passkeys: []
    }
  ]
}

import { expect, it } from 'vitest'
import { bestNextStep, inOurOrder } from './bestNextStep'

const all = ['FACE', 'EMAIL', 'SMS', 'OTP']

it.each([
  // A password alone lets anybody in who knows it, and a passkey does not change that.
  [[], all, 0, 'OTP', 'passwordAlone'],
  [[], all, 2, 'OTP', 'passwordAlone'],
  [[], all, undefined, 'OTP', 'passwordAlone'],
  [[], ['FACE', 'EMAIL', 'SMS'], 0, 'SMS', 'passwordAlone'],
  [[], ['FACE', 'EMAIL'], 0, 'EMAIL', 'passwordAlone'],
  [[], ['FACE'], 0, 'FACE', 'passwordAlone'],
  [[], [], 0, 'PASSKEY', 'falseWebsite'],
  [[], ['PALM'], undefined, undefined, undefined],
  // One lost phone would take all methods away.
  [['OTP'], ['FACE', 'EMAIL', 'SMS'], 0, 'EMAIL', 'lostPhone'],
  [['SMS'], ['FACE', 'EMAIL', 'OTP'], 0, 'EMAIL', 'lostPhone'],
  [['OTP', 'SMS'], ['FACE', 'EMAIL'], 1, 'EMAIL', 'lostPhone'],
  [['OTP'], ['FACE', 'SMS'], 0, 'FACE', 'lostPhone'],
  [['OTP'], ['SMS'], 0, 'PASSKEY', 'falseWebsite'],
  [['SMS'], ['OTP'], 0, 'OTP', 'recoveryCode'],
  // One lost mailbox would take all methods away.
  [['EMAIL'], ['FACE', 'SMS', 'OTP'], 0, 'OTP', 'lostMailbox'],
  [['EMAIL'], ['FACE', 'SMS'], 0, 'SMS', 'lostMailbox'],
  [['EMAIL'], [], 0, 'PASSKEY', 'falseWebsite'],
  // The only method is a face, which may not be recognised, or one that this version does not know.
  [['FACE'], ['EMAIL', 'SMS', 'OTP'], 0, 'OTP', 'notRecognised'],
  [['FACE'], ['EMAIL'], 0, 'EMAIL', 'notRecognised'],
  [['VOICE'], ['EMAIL', 'OTP'], 0, 'OTP', 'onlyOne'],
  // No single mishap takes all methods away: the app helps by its recovery code, then a passkey, then nothing more.
  [['SMS', 'EMAIL'], ['FACE', 'OTP'], 0, 'OTP', 'recoveryCode'],
  [['EMAIL', 'FACE'], ['SMS'], 0, 'PASSKEY', 'falseWebsite'],
  [['OTP', 'EMAIL'], ['FACE', 'SMS'], 0, 'PASSKEY', 'falseWebsite'],
  [['OTP', 'EMAIL'], ['FACE', 'SMS'], 1, undefined, undefined],
  [['OTP', 'EMAIL'], ['FACE', 'SMS'], undefined, undefined, undefined],
  [['OTP', 'SMS', 'EMAIL', 'FACE'], [], 1, undefined, undefined]
] as const)('with %j active, %j offered and %j passkeys the best next step is %s, because of %s', (...row) => {
  const [active, offered, passkeys, add, reason] = row
  expect(bestNextStep({ active, offered, passkeys })).toEqual(add && { add, reason })
})

it('does not depend on the order of the server', () => {
  for (const offered of [all, all.toReversed()]) {
    expect(bestNextStep({ active: [], offered, passkeys: 0 })?.add).toBe('OTP')
  }
})

it('sorts methods in our own order, with unknown ones last', () => {
  const offered = ['PALM', 'FACE', 'OTP', 'VOICE', 'EMAIL', 'SMS'].map((factorType) => ({ factorType }))
  const names = ['OTP', 'SMS', 'EMAIL', 'FACE', 'PALM', 'VOICE']
  expect(inOurOrder(offered).map(({ factorType }) => factorType)).toEqual(names)
})

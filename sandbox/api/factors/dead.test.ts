import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { signedIn } from '../../testing/person.testing'

const address = 'lin.jing@fernhill.example'
const number = { phoneNumber: '13800138000', phoneCountryCode: '+86' }
const answered = z.object({ data: z.unknown().optional() })

/** Resolves to what a test of each of Lin's factors shows. */
async function drill(deadFactor: 'none' | 'OTP' | 'SMS' | 'EMAIL') {
  const { sandbox, client, token, ...lin } = await signedIn('lin', { deadFactor })
  const ask = async (path: string, body: unknown): Promise<unknown> =>
    answered.parse(await (await client.send(path, token, body)).json()).data
  const channel = 'CHANNEL_VERIFY_MFA'
  const before = JSON.stringify(await lin.enrolled())
  await ask('send-sms', { ...number, channel })
  await ask('send-email', { email: address, channel })
  const [sms, email] = await Promise.all(
    ['+8613800138000', address].map((to) => client.codeTo(to).catch(() => undefined))
  )
  const { phoneNumber: phone, phoneCountryCode } = number
  const smsCodePayload = { phone, phoneCountryCode, passCode: sms, channel }
  const check = { codeType: 'SMS', smsCodePayload }
  return {
    arrived: { sms: sms !== undefined, email: email !== undefined },
    app: await ask('mfa-totp-verify', { totp: sandbox.appCode(address) }),
    wrong: await ask('mfa-totp-verify', { totp: '000000' }),
    // A code that is tested twice is as valid as before.
    smsTwice: sms === undefined ? [] : [await ask('pre-check-code', check), await ask('pre-check-code', check)],
    same: JSON.stringify(await lin.enrolled()) === before
  }
}

describe('a factor that is dead', () => {
  it('is none unless an option says so', async () => {
    expect(await drill('none')).toEqual({
      arrived: { sms: true, email: true },
      app: { verified: true },
      wrong: { verified: false },
      smsTwice: [{ isValid: true }, { isValid: true }],
      same: true
    })
  })

  it.each([
    ['OTP', { arrived: { sms: true, email: true }, app: { verified: false } }],
    ['SMS', { arrived: { sms: false, email: true }, app: { verified: true } }],
    ['EMAIL', { arrived: { sms: true, email: false }, app: { verified: true } }]
  ] as const)('is exactly one, and the lists do not tell which: %s', async (dead, expected) => {
    expect(await drill(dead)).toMatchObject({ ...expected, same: true })
  })
})

it('the app of nobody has a code for somebody without one', async () => {
  const { sandbox } = await signedIn('ben')
  expect(() => sandbox.appCode('ben.okafor@fernhill.example')).toThrow('no authenticator app')
})

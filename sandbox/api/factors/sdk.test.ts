import { AuthenticationClient, Models } from 'authing-node-sdk'
import { expect, it } from 'vitest'
import { signedIn } from '../../testing/person.testing'

const address = 'lin.jing@fernhill.example'
const channel = 'CHANNEL_VERIFY_MFA'

it('the vendor’s SDK tests the code of an app, and one that was sent, with the same answers as plain HTTP', async () => {
  const { sandbox, client, token } = await signedIn('lin', { sendInterval: 0 })
  const { appId, host: appHost } = sandbox
  const sdk = new AuthenticationClient({ appId, appHost, tokenEndPointAuthMethod: 'none', accessToken: token })
  const ask = async (path: string, body: object): Promise<unknown> => (await client.send(path, token, body)).json()
  const same = async (given: Promise<object>, path: string, body: object, data: object): Promise<void> => {
    const answer = { statusCode: 200, data }
    expect([await given, await ask(path, body)]).toMatchObject([answer, answer])
  }

  for (const totp of [sandbox.appCode(address), '000000']) {
    await same(sdk.mfaOtpVerify({ totp }), 'mfa-totp-verify', { totp }, { verified: totp !== '000000' })
  }
  await ask('send-email', { email: address, channel })
  const passCode = await client.codeTo(address)
  for (const typed of [passCode, passCode === '000000' ? '000001' : '000000', passCode]) {
    const body = {
      codeType: Models.PreCheckCodeDto.codeType.EMAIL,
      emailCodePayload: { email: address, passCode: typed, channel: Models.PreCheckEmailCodeDto.channel[channel] }
    }
    await same(sdk.preCheckCode(body), 'pre-check-code', body, { isValid: typed === passCode })
  }
})

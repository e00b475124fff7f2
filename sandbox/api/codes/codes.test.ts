import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startSandbox, type Sandbox } from '../../index'
import { TestClient } from '../../testing/client.testing'
import { wrong } from '../../testing/person.testing'

const adaAddress = 'ada.moreno@fernhill.example'
const benAddress = 'ben.okafor@fernhill.example'
const benNumber = '+447700900142'
const types = z.object({ data: z.array(z.object({ factorType: z.string() })) })

let sandbox: Sandbox
let client: TestClient
let ada: string
let ben: string

beforeAll(async () => {
  sandbox = await startSandbox({ sendInterval: 0, unbindNeedsCode: true })
  client = new TestClient(sandbox)
  ada = (await new TestClient(sandbox).signIn('ada')).access_token
  ben = (await new TestClient(sandbox).signIn('ben')).access_token
})

afterEach(() => sandbox.faults.clear())
afterAll(() => sandbox.close())

const ask = async (path: string, token: string, body: unknown): Promise<unknown> =>
  (await client.send(path, token, body)).json()
const get = async (path: string, token: string): Promise<unknown> =>
  (await client.api(path, { authorization: token })).json()
const factorTypes = async (token: string) =>
  types.parse(await get('list-enrolled-factors', token)).data.map(({ factorType }) => factorType)

describe('a code', () => {
  it('is sent by text message, to a Chinese number if no country code is given', async () => {
    expect(await ask('send-sms', ada, { phoneNumber: '13800138009', channel: 'CHANNEL_BIND_PHONE' })).toStrictEqual({
      statusCode: 200,
      message: 'Operation successful',
      requestId: expect.any(String) as unknown
    })
    expect(await client.codeTo('+8613800138009')).toMatch(/^\d{6}$/)
  })

  it.each([
    ['send-sms', { phoneNumber: '13800138009', channel: 'CHANNEL_BIND_EMAIL' }],
    ['send-sms', { phoneNumber: '13800138009' }],
    ['send-email', { email: adaAddress, channel: 'CHANNEL_BIND_MFA' }],
    ['send-email', { email: 'ada', channel: 'CHANNEL_BIND_EMAIL' }],
    ['pre-check-code', { codeType: 'EMAIL' }],
    ['bind-email', { email: adaAddress }],
    ['unbind-phone', { passCode: '123456', phoneNumber: '13800138009' }]
  ])('is not sent or taken by %s with %j', async (path, body) => {
    expect(await ask(path, ada, body)).toMatchObject({ statusCode: 400 })
  })

  it('can be checked without being used up', async () => {
    await ask('send-email', ada, { email: adaAddress, channel: 'CHANNEL_VERIFY_MFA' })
    const passCode = await client.codeTo(adaAddress)
    const check = (changes: Record<string, string>) => {
      const emailCodePayload = { email: adaAddress, passCode, channel: 'CHANNEL_VERIFY_MFA', ...changes }
      return ask('pre-check-code', ada, { codeType: 'EMAIL', emailCodePayload })
    }
    const refused = { statusCode: 200, data: { isValid: false, message: 'Wrong verification code' } }
    expect(await check({})).toMatchObject({ data: { isValid: true } })
    expect(await check({})).toMatchObject({ data: { isValid: true } })
    expect(await check({ passCode: wrong(passCode) })).toMatchObject(refused)
    expect(await check({ channel: 'CHANNEL_UNBIND_EMAIL' })).toMatchObject(refused)

    await ask('send-sms', ada, { phoneNumber: '13800138009', channel: 'CHANNEL_VERIFY_MFA' })
    const smsCodePayload = {
      phone: '13800138009',
      phoneCountryCode: '+86',
      passCode: await client.codeTo('+8613800138009'),
      channel: 'CHANNEL_VERIFY_MFA'
    }
    expect(await ask('pre-check-code', ada, { codeType: 'SMS', smsCodePayload })).toMatchObject({
      data: { isValid: true }
    })
  })

  it('can be sent again only after a wait, for each channel and target', async () => {
    const slow = await startSandbox()
    try {
      const person = new TestClient(slow)
      const { access_token } = await person.signIn('ada')
      const send = async (channel: string, email = adaAddress) =>
        (await person.send('send-email', access_token, { email, channel })).status
      expect(await send('CHANNEL_UNBIND_EMAIL')).toBe(200)
      expect(await send('CHANNEL_UNBIND_EMAIL')).toBe(429)
      expect(await send('CHANNEL_BIND_EMAIL')).toBe(200)
      expect(await send('CHANNEL_UNBIND_EMAIL', benAddress)).toBe(200)
    } finally {
      await slow.close()
    }
  })

  it('was sent even when the answer is lost', async () => {
    sandbox.faults.set('/api/v3/send-email', { kind: 'lostAnswer', times: 1 })
    await expect(ask('send-email', ada, { email: 'lost@harbour.example', channel: 'CHANNEL_LOGIN' })).rejects.toThrow()
    expect(await client.codeTo('lost@harbour.example')).toMatch(/^\d{6}$/)
  })
})

describe('a phone number and an e-mail address', () => {
  it('are bound with a code, once, and not where somebody else has them', async () => {
    const number = { phoneNumber: '7700900199', phoneCountryCode: '+44' }
    await ask('send-sms', ada, { ...number, channel: 'CHANNEL_BIND_PHONE' })
    const passCode = await client.codeTo('+447700900199')
    const bens = { phoneNumber: '7700900142', phoneCountryCode: '+44', passCode }
    expect(await ask('bind-phone', ada, bens)).toMatchObject({ apiCode: 2035 })
    expect(await ask('bind-phone', ada, { ...number, passCode: wrong(passCode) })).toMatchObject({ apiCode: 2001 })
    expect(await ask('bind-phone', ada, { ...number, passCode })).toMatchObject({ statusCode: 200 })
    expect(await ask('bind-phone', ada, { ...number, passCode })).toMatchObject({ apiCode: 2035 })
    const smsCodePayload = {
      phone: number.phoneNumber,
      phoneCountryCode: '+44',
      passCode,
      channel: 'CHANNEL_BIND_PHONE'
    }
    expect(await ask('pre-check-code', ada, { codeType: 'SMS', smsCodePayload })).toMatchObject({
      data: { isValid: false }
    })
    expect(await ask('bind-email', ada, { email: benAddress, passCode })).toMatchObject({ apiCode: 2200 })
    expect(await get('get-profile', ada)).toMatchObject({ data: { phone: '7700900199', phoneVerified: true } })
  })

  it('are unbound with a code, the factor with them, but never the last one', async () => {
    await ask('send-sms', ben, { phoneNumber: '7700900142', phoneCountryCode: '+44', channel: 'CHANNEL_UNBIND_PHONE' })
    const passCode = await client.codeTo(benNumber)
    expect(await ask('unbind-phone', ben, { passCode: wrong(passCode) })).toMatchObject({ apiCode: 2001 })
    expect(await factorTypes(ben)).toEqual(['SMS', 'EMAIL'])

    sandbox.faults.set('/api/v3/unbind-phone', { kind: 'reset', times: 1 })
    await expect(ask('unbind-phone', ben, { passCode })).rejects.toThrow()
    expect(await factorTypes(ben)).toEqual(['SMS', 'EMAIL'])
    expect(await ask('unbind-phone', ben, { passCode })).toMatchObject({ statusCode: 200 })
    expect(await factorTypes(ben)).toEqual(['EMAIL'])
    expect(await ask('unbind-phone', ben, { passCode })).toMatchObject({ statusCode: 422 })

    await ask('send-email', ben, { email: benAddress, channel: 'CHANNEL_UNBIND_EMAIL' })
    const last = { passCode: await client.codeTo(benAddress) }
    expect(await ask('unbind-email', ben, last)).toMatchObject({ apiCode: 2217 })
    expect(await get('get-security-info', ben)).toMatchObject({ data: { phoneBinded: false, emailBinded: true } })
  })

  it('can replace each other, and the person can still sign in', async () => {
    const { access_token: lin } = await new TestClient(sandbox).signIn('lin')
    const address = 'lin.jing@fernhill.example'
    const code = async (channel: string) => {
      await ask('send-email', lin, { email: address, channel })
      return client.codeTo(address)
    }
    expect(await ask('unbind-email', lin, { passCode: await code('CHANNEL_UNBIND_EMAIL') })).toMatchObject({
      statusCode: 200
    })
    expect(await factorTypes(lin)).toEqual(['OTP', 'SMS', 'FACE'])
    expect(await get('get-profile', lin)).toMatchObject({ data: { emailVerified: false } })
    expect(await ask('unbind-email', lin, { passCode: '000000' })).toMatchObject({ apiCode: 2219 })

    const { access_token: again } = await new TestClient(sandbox).signIn('lin')
    const bound = { email: address, passCode: await code('CHANNEL_BIND_EMAIL') }
    expect(await ask('bind-email', again, bound)).toMatchObject({ statusCode: 200 })
    expect(await get('get-profile', lin)).toMatchObject({ data: { email: address, emailVerified: true } })
  })
})

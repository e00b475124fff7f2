import { AuthenticationClient, Models } from 'authing-node-sdk'
import { beforeEach, describe, expect, it } from 'vitest'
import { TestClient } from '../../testing/client.testing'
import { address, number, signedIn, withoutData, wrong, type FactorType } from '../../testing/person.testing'
import { totpCode } from './totp'

type Ada = Awaited<ReturnType<typeof signedIn>>
let ada: Ada

beforeEach(async () => {
  ada = await signedIn('ada')
})

describe('an enrolment', () => {
  const proofs: [FactorType, unknown, unknown, (started: Awaited<ReturnType<Ada['start']>>) => Promise<unknown>][] = [
    ['OTP', {}, {}, ({ secret }) => Promise.resolve({ passCode: totpCode(secret) })],
    ['SMS', number, number, async () => ({ passCode: await ada.client.codeTo('+447700900150') })],
    ['EMAIL', address, address, async () => ({ passCode: await ada.client.codeTo(address.email) })],
    ['FACE', {}, {}, async () => ({ photo: await ada.photo(), isExternalPhoto: false })]
  ]

  it.each(proofs)('binds %s and moves it from one list to the other, and reset moves it back', async (...row) => {
    const [factorType, sent, profile, prove] = row
    const started = await ada.start(factorType, sent)
    expect(started.otpData !== undefined).toBe(factorType === 'OTP')
    withoutData.parse(await ada.enrol(factorType, started.enrollmentToken, await prove(started)))

    const [factor] = await ada.enrolled()
    expect(factor).toMatchObject({ factorType, profile })
    expect(factor?.factorId).toMatch(factorType === 'EMAIL' ? /^[0-9a-f]{24}\|email$/ : /^[0-9a-f]{24}$/)
    expect(await ada.toEnrol()).not.toContain(factorType)

    withoutData.parse(await ada.reset(factor?.factorId))
    expect(await ada.enrolled()).toEqual([])
    expect(await ada.toEnrol()).toContain(factorType)
  })

  it.each(proofs)('of %s does not bind twice', async (factorType, sent, _profile, prove) => {
    const started = await ada.start(factorType, sent)
    const proof = await prove(started)
    await ada.enrol(factorType, started.enrollmentToken, proof)
    expect(await ada.enrol(factorType, started.enrollmentToken, proof)).toMatchObject({ statusCode: 400 })
    expect(await ada.enrolled()).toHaveLength(1)
    expect(await ada.request(factorType, sent)).toMatchObject({ statusCode: 409 })
  })

  it('shows in the security info', async () => {
    const { enrollmentToken } = await ada.start('SMS', number)
    await ada.enrol('SMS', enrollmentToken, { passCode: await ada.client.codeTo('+447700900150') })
    const info = await ada.client.api('get-security-info', { authorization: ada.token })
    expect(await info.json()).toMatchObject({ data: { mfaEnrolled: true, phoneBinded: true, securityScore: 55 } })
  })

  it('is bound to its person and its type', async () => {
    const { enrollmentToken, secret } = await ada.start('OTP')
    const passCode = totpCode(secret)
    expect(await ada.enrol('SMS', enrollmentToken, { passCode })).toMatchObject({ statusCode: 400 })
    expect(await ada.enrol('OTP', 'other', { passCode })).toMatchObject({ statusCode: 400 })

    const { access_token } = await new TestClient(ada.sandbox).signIn('ben')
    const theft = { factorType: 'OTP', enrollmentToken, enrollmentData: { passCode } }
    expect(await (await ada.client.send('enroll-factor', access_token, theft)).json()).toMatchObject({
      statusCode: 400,
      message: 'The enrollment token is invalid or has expired'
    })
    withoutData.parse(await ada.enrol('OTP', enrollmentToken, { passCode }))
  })

  it('ends with its token', async () => {
    ada = await signedIn('ada', { enrollmentTokenTtl: 1 })
    const { enrollmentToken, secret } = await ada.start('OTP')
    const lateWithWrongCode = () => ada.enrol('OTP', enrollmentToken, { passCode: wrong(totpCode(secret)) })
    await expect.poll(lateWithWrongCode, { timeout: 5000 }).toMatchObject({ statusCode: 400 })
    expect(await ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) })).toMatchObject({ statusCode: 400 })
    expect(await ada.enrolled()).toEqual([])
  })

  it('of a factor the application does not offer, or does not know, is refused', async () => {
    const noor = await signedIn('noor')
    expect(await noor.request('EMAIL', address)).toMatchObject({ statusCode: 422 })
    expect(await noor.request('PALM')).toMatchObject({ statusCode: 400 })
  })

  it.each([
    { factorType: 'OTP' },
    { factorType: 'OTP', profile: { name: 'phone' } },
    { factorType: 'OTP', profile: {}, extra: true },
    { factorType: 'SMS', profile: {} },
    { factorType: 'SMS', profile: { phoneNumber: '+44 7700 900150' } },
    { factorType: 'SMS', profile: { ...number, phoneCountryCode: '44' } },
    { factorType: 'EMAIL', profile: { email: 'ada' } }
  ])('is not started by %j', async (body) => {
    const answer = await ada.client.send('send-enroll-factor-request', ada.token, body)
    expect(await answer.json()).toMatchObject({ statusCode: 400, message: 'Invalid argument' })
  })
})

describe('unbinding a factor', () => {
  it('knows only one’s own', async () => {
    expect(await ada.reset('66f1d0425a3e7c18b2d4f611')).toMatchObject({ statusCode: 404 })
    expect(await ada.reset(undefined)).toMatchObject({ statusCode: 400 })
  })

  it('needs a code for text message and e-mail where the tenant says so', async () => {
    const lin = await signedIn('lin', { unbindNeedsCode: true })
    const answers = await Promise.all((await lin.enrolled()).map(({ factorId }) => lin.reset(factorId)))
    expect(answers).toMatchObject([{ statusCode: 200 }, { statusCode: 422 }, { statusCode: 422 }, { statusCode: 200 }])
    expect((await lin.enrolled()).map(({ factorType }) => factorType)).toEqual(['SMS', 'EMAIL'])
  })
})

describe('a broken connection', () => {
  it('before the change leaves everything as it was', async () => {
    const { enrollmentToken, secret } = await ada.start('OTP')
    ada.sandbox.faults.set('/api/v3/enroll-factor', { kind: 'reset', times: 1 })
    await expect(ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) })).rejects.toThrow()
    expect(await ada.enrolled()).toEqual([])
    withoutData.parse(await ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) }))
  })

  it('after the change leaves it made', async () => {
    const { enrollmentToken, secret } = await ada.start('OTP')
    ada.sandbox.faults.set('/api/v3/enroll-factor', { kind: 'lostAnswer', times: 1 })
    await expect(ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) })).rejects.toThrow()
    const [factor] = await ada.enrolled()
    expect(factor).toMatchObject({ factorType: 'OTP' })

    ada.sandbox.faults.set('/api/v3/reset-factor', { kind: 'lostAnswer', times: 1 })
    await expect(ada.reset(factor?.factorId)).rejects.toThrow()
    expect(await ada.enrolled()).toEqual([])
  })

  it('can hide that a code was sent', async () => {
    ada.sandbox.faults.set('/api/v3/send-enroll-factor-request', { kind: 'lostAnswer', times: 1 })
    await expect(ada.request('SMS', number)).rejects.toThrow()
    expect(await ada.client.codeTo('+447700900150')).toMatch(/^\d{6}$/)
    expect(await ada.request('SMS', number)).toMatchObject({ statusCode: 429 })
  })
})

it('completes with the vendor’s SDK', async () => {
  const { sandbox, token: accessToken } = ada
  const settings = { appId: sandbox.appId, appHost: sandbox.host, tokenEndPointAuthMethod: 'none' } as const
  const sdk = new AuthenticationClient({ ...settings, accessToken })
  const { data } = await sdk.sendEnrollFactorRequest({
    factorType: Models.SendEnrollFactorRequestDto.factorType.OTP,
    profile: {}
  })
  const secret = new URL(data.otpData?.qrCodeUri ?? '').searchParams.get('secret') ?? ''
  const enrolled = await sdk.enrollFactor({
    factorType: Models.EnrollFactorDto.factorType.OTP,
    enrollmentToken: data.enrollmentToken,
    enrollmentData: { passCode: totpCode(secret) }
  })
  expect(enrolled.statusCode).toBe(200)

  const [factor] = (await sdk.listEnrolledFactors()).data
  expect(factor?.factorType).toBe('OTP')
  expect(await sdk.resetFactor({ factorId: factor?.factorId ?? '' })).toMatchObject({ statusCode: 200 })
  expect((await sdk.listEnrolledFactors()).data).toEqual([])
})

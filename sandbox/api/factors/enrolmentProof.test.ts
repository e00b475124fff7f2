import { beforeEach, describe, expect, it } from 'vitest'
import { address, number, signedIn, withoutData, wrong } from '../../testing/person.testing'
import { totpCode } from './totp'

type Ada = Awaited<ReturnType<typeof signedIn>>
let ada: Ada

beforeEach(async () => {
  ada = await signedIn('ada')
})

describe('an authenticator app', () => {
  it('is given its key as an address that says all of it', async () => {
    const { key } = await ada.start('OTP')
    expect(decodeURIComponent(key.href.split('?')[0] ?? '')).toBe(
      `otpauth://totp/Fernhill Clinic:ada.moreno@fernhill.example`
    )
    const { secret, ...rest } = Object.fromEntries(key.searchParams)
    expect(secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(rest).toEqual({
      period: '30',
      digits: '6',
      algorithm: 'SHA1',
      issuer: 'Fernhill Clinic'
    })
  })

  it('is refused a wrong code and none at all, and can try again', async () => {
    const { enrollmentToken, secret } = await ada.start('OTP')
    expect(await ada.enrol('OTP', enrollmentToken, {})).toMatchObject({ apiCode: 6003 })
    expect(await ada.enrol('OTP', enrollmentToken, { passCode: wrong(totpCode(secret)) })).toMatchObject({
      apiCode: 6001
    })
    withoutData.parse(await ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) }))
  })

  it.each(['same', 'fresh'] as const)('gets the %s key when it asks again', async (otpSecret) => {
    ada = await signedIn('ada', { otpSecret })
    const [first, second] = [await ada.start('OTP'), await ada.start('OTP')]
    expect(second.enrollmentToken).not.toBe(first.enrollmentToken)
    expect(second.secret === first.secret).toBe(otpSecret === 'same')
    expect(second.otpData?.recoveryCode === first.otpData?.recoveryCode).toBe(otpSecret === 'same')

    const older = await ada.enrol('OTP', second.enrollmentToken, { passCode: totpCode(first.secret) })
    expect(older).toMatchObject(otpSecret === 'same' ? { statusCode: 200 } : { apiCode: 6001 })
  })

  it.each([
    ['first', [400, 200]],
    ['all', [400, 400]]
  ] as const)('is refused the %s of the right codes where the tenant is told to', async (refuseRightCodes, said) => {
    ada = await signedIn('ada', { refuseRightCodes, otpSecret: 'same' })
    for (const statusCode of said) {
      const { enrollmentToken, secret } = await ada.start('OTP')
      const passCode = totpCode(secret)
      expect(await ada.enrol('OTP', enrollmentToken, { passCode })).toMatchObject({ statusCode })
    }
  })

  it('can have a second one beside it where the tenant allows two, and no third', async () => {
    ada = await signedIn('ada', { otpFactors: 2 })
    const spare = await ada.start('OTP')
    for (let count = 1; count <= 2; count++) {
      const { enrollmentToken, secret } = await ada.start('OTP')
      withoutData.parse(await ada.enrol('OTP', enrollmentToken, { passCode: totpCode(secret) }))
      expect(await ada.enrolled()).toHaveLength(count)
    }
    expect(await ada.request('OTP')).toMatchObject({ statusCode: 409 })
    const third = await ada.enrol('OTP', spare.enrollmentToken, { passCode: totpCode(spare.secret) })
    expect(third).toMatchObject({ statusCode: 409 })
  })
})

describe('a factor that gets a code', () => {
  it.each([
    ['SMS', number, '+447700900150'],
    ['EMAIL', address, address.email]
  ] as const)('%s refuses a wrong code, and takes the right one after it', async (factorType, profile, target) => {
    const { enrollmentToken } = await ada.start(factorType, profile)
    const passCode = await ada.client.codeTo(target)
    expect(passCode).toMatch(/^\d{6}$/)
    expect(await ada.enrol(factorType, enrollmentToken, {})).toMatchObject({ statusCode: 400 })
    expect(await ada.enrol(factorType, enrollmentToken, { passCode: wrong(passCode) })).toMatchObject({ apiCode: 2001 })
    withoutData.parse(await ada.enrol(factorType, enrollmentToken, { passCode }))
  })

  it('is told that its code has expired', async () => {
    ada = await signedIn('ada', { codeTtl: 1, codeLength: 4 })
    const { enrollmentToken } = await ada.start('SMS', { phoneNumber: '13800138001' })
    const passCode = await ada.client.codeTo('+8613800138001')
    expect(passCode).toMatch(/^\d{4}$/)
    const tooLong = () => ada.enrol('SMS', enrollmentToken, { passCode: `${passCode}0` })
    await expect.poll(tooLong, { timeout: 5000 }).toMatchObject({ apiCode: 2300 })
  })

  it('has to wait for the next one, and is told how long', async () => {
    await ada.start('EMAIL', address)
    const again = { factorType: 'EMAIL', profile: { email: 'ADA@harbour.example' } }
    const refused = await ada.client.send('send-enroll-factor-request', ada.token, again)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(await refused.json()).toMatchObject({ statusCode: 429, message: 'A code was sent a moment ago' })
    await ada.start('EMAIL', { email: 'other@harbour.example' })
  })

  it('does not have to wait where the tenant has no interval, and only the newest code counts', async () => {
    ada = await signedIn('ada', { sendInterval: 0 })
    const first = await ada.start('SMS', number)
    const older = await ada.client.codeTo('+447700900150')
    await ada.start('SMS', number)
    const newer = await ada.client.codeTo('+447700900150')
    if (older !== newer) {
      expect(await ada.enrol('SMS', first.enrollmentToken, { passCode: older })).toMatchObject({ apiCode: 2001 })
    }
    withoutData.parse(await ada.enrol('SMS', first.enrollmentToken, { passCode: newer }))
  })
})

describe('a face', () => {
  it('needs a photo the tenant was given', async () => {
    const { enrollmentToken } = await ada.start('FACE')
    for (const data of [{}, { photo: 'https://elsewhere.example/face.jpg', isExternalPhoto: true }])
      expect(await ada.enrol('FACE', enrollmentToken, data)).toMatchObject({ apiCode: 1700 })
    withoutData.parse(await ada.enrol('FACE', enrollmentToken, { photo: await ada.photo() }))
    expect(await ada.request('FACE')).toMatchObject({ statusCode: 409, apiCode: 1706 })
  })

  it.each([1701, 1702, 1703, 1706, 1707, 1708])('can be refused with %i, and tries again', async (apiCode) => {
    const { enrollmentToken } = await ada.start('FACE')
    const refusal = { kind: 'businessError', statusCode: 422, apiCode, message: 'No match', times: 1 } as const
    ada.sandbox.faults.set('/api/v3/enroll-factor', refusal)
    const photo = await ada.photo()
    expect(await ada.enrol('FACE', enrollmentToken, { photo })).toMatchObject({ statusCode: 422, apiCode })
    expect(await ada.enrolled()).toEqual([])
    withoutData.parse(await ada.enrol('FACE', enrollmentToken, { photo }))
  })
})

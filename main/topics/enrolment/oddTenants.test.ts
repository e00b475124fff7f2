import { describe, expect, it } from 'vitest'
import { startSandbox } from '../../../sandbox'
import { ada, photo, targets } from './enrolment.testing'

describe('an enrolment at a tenant that writes otherwise', () => {
  it.each([
    ['html', 'Fernhill Clinic'],
    ['grouped', 'Fernhill Clinic'],
    ['long', expect.stringMatching(/^Fernhill Clinic .*…$/) as unknown],
    ['address', 'https://id.fernhill.example'],
    ['bare', 'H&M 100%'],
    ['form', 'Big Corp'],
    ['noAccount', 'Fernhill Clinic']
  ] as const)('of an authenticator app binds where the key is written like this: %s', async (keyUri, issuer) => {
    const tenant = await startSandbox({ keyUri })
    const somebody = await ada(tenant)
    somebody.enrolment.start('OTP')
    await somebody.enrolment.sendChallenge(targets.OTP)
    await somebody.in('challengeSent')
    expect(somebody.enrolment.key().issuer).toEqual(issuer)
    somebody.enrolment.verify(await somebody.passcode('OTP'))
    const bound = await somebody.in('bound')
    await tenant.close()
    expect(bound.recoveryCodeToKeep).toBe(true)
  })

  it.each([
    ['V2', 'both'],
    ['V2', 'key'],
    ['V3', 'url']
  ] as const)('of a face binds where uploads answer in %s with %s', async (uploadEnvelope, uploadNames) => {
    const tenant = await startSandbox({ uploadEnvelope, uploadNames })
    const somebody = await ada(tenant)
    somebody.enrolment.start('FACE')
    somebody.enrolment.verifyFace(photo)
    const settled = await somebody.rest()
    const uploads = tenant.requests.filter(({ path }) => path === '/api/v2/upload')
    await tenant.close()
    expect(settled.phase).toBe('bound')
    expect(uploads).toMatchObject([{ query: 'folder=photos&private=true' }])
  })
})

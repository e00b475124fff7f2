import { z } from 'zod'
import type { Sandbox } from '../../../sandbox'
import { TestClient } from '../../../sandbox/testing/client.testing'
import { totpCode } from '../../../sandbox/api/factors/totp'
import { enrol, proofOf, sendChallenge } from '../enrolment/requests'
import { createClient } from '../../tenant/client'
import { fetchFor, signedIn, tenantOf } from '../../identity/tenant.testing'
import { createFactors } from './handlers'
import { createFactorMemory } from './factorMemory'
import { createOwnChanges } from './ownChanges'
import type { FactorChange } from './records'

/**
 * Starts this app as one person uses it, from one start to the next.
 *
 * @param person index into `sandbox.people`
 */
export async function startApp(sandbox: Sandbox, path: string, person = 0, now = Date.now) {
  const tenant = tenantOf(sandbox)
  const { sub, accessToken } = await signedIn(sandbox, person)
  const foreign: FactorChange[] = []
  const logged: string[] = []
  const own = createOwnChanges(() => sub, now)
  const client = own.noting(
    createClient({
      tenant,
      fetch: fetchFor(tenant),
      tokens: { current: () => Promise.resolve(accessToken), replace: () => Promise.resolve(accessToken) },
      language: () => 'en',
      wait: () => Promise.resolve()
    })
  )
  const memory = createFactorMemory({
    path,
    issuer: tenant.issuer,
    sub: () => sub,
    own,
    onForeign: (change) => foreign.push(change),
    log: (event) => logged.push(event),
    now
  })
  const { handlers } = createFactors(client, memory, { keep: () => undefined })
  const signal = new AbortController().signal

  return {
    client,
    memory,
    logged,
    /** Returns the notices that the person got, in a few words. */
    told: () => foreign.map(({ kind, factorType }) => `${kind} ${factorType}`),
    async list() {
      const factors = await handlers['factors:listEnrolled'](undefined)
      await memory.settled()
      return factors
    },
    label: async (factorId: string, label: string) => handlers['factors:label']({ factorId, label }),
    /** Binds an authenticator app in the way that the app does. */
    async enrolOtp(passcode?: string): Promise<void> {
      const { challenge } = await sendChallenge(client, 'OTP', { kind: 'none' }, signal)
      const typed = { passcode: passcode ?? totpCode(challenge.otp?.key ?? ''), typedAt: Date.now() }
      const proof = await proofOf(client, typed)
      await enrol(client, 'OTP', challenge.token, proof)
    }
  }
}

const started = z.object({
  data: z.object({ enrollmentToken: z.string(), otpData: z.object({ qrCodeUri: z.url() }).optional() })
})

/** Starts another client of the same person, of which this app knows nothing. */
export async function startElsewhere(sandbox: Sandbox, name: string) {
  const client = new TestClient(sandbox)
  const { access_token: token } = await client.signIn(name)
  const begin = async (factorType: string, profile: object) =>
    started.parse(await (await client.send('send-enroll-factor-request', token, { factorType, profile })).json()).data
  const confirm = (factorType: string, enrollmentToken: string, passCode: string) =>
    client.send('enroll-factor', token, { factorType, enrollmentToken, enrollmentData: { passCode } })

  return {
    async enrolOtp(): Promise<void> {
      const { enrollmentToken, otpData } = await begin('OTP', {})
      const secret = new URL(otpData?.qrCodeUri ?? '').searchParams.get('secret')
      await confirm('OTP', enrollmentToken, totpCode(secret ?? ''))
    },
    async enrolEmail(email: string): Promise<void> {
      const { enrollmentToken } = await begin('EMAIL', { email })
      await confirm('EMAIL', enrollmentToken, await client.codeTo(email))
    },
    /** Reports a device, which is signed in from then on. */
    async reportDevice(deviceUniqueId: string): Promise<void> {
      await client.send('create-device', token, { deviceUniqueId, type: 'Mobile', name: deviceUniqueId })
    },
    async reset(factorId = ''): Promise<void> {
      await client.send('reset-factor', token, { factorId })
    }
  }
}

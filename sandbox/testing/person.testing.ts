import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startSandbox, type SandboxOptions } from '../index'
import { TestClient } from './client.testing'

export type FactorType = 'OTP' | 'SMS' | 'EMAIL' | 'FACE'

export const number = { phoneNumber: '7700900150', phoneCountryCode: '+44' }
export const address = { email: 'ada@harbour.example' }

const requested = z.strictObject({
  statusCode: z.literal(200),
  message: z.string(),
  requestId: z.uuid(),
  data: z.strictObject({
    enrollmentToken: z.base64(),
    otpData: z
      .strictObject({
        qrCodeUri: z.string(),
        qrCodeDataUrl: z.string().startsWith('data:image/png;base64,'),
        recoveryCode: z.string().regex(/^([0-9a-f]{4}-){5}[0-9a-f]{4}$/)
      })
      .optional()
  })
})
/** The schema of an answer that reports success and carries no data. */
export const withoutData = z.strictObject({ statusCode: z.literal(200), message: z.string(), requestId: z.uuid() })
const listed = z.object({
  data: z.array(z.object({ factorId: z.string().optional(), factorType: z.string(), profile: z.unknown().optional() }))
})

/**
 * Signs a person in at a separate sandbox, which is closed when the running test has ended. Resolves with functions that add
 * and remove factors as this person.
 */
export async function signedIn(name: string, options: SandboxOptions = {}) {
  const sandbox = await startSandbox(options)
  onTestFinished(() => sandbox.close())
  const client = new TestClient(sandbox)
  const { access_token: token } = await client.signIn(name)
  const answerTo = async (path: string, body: unknown): Promise<unknown> =>
    (await client.send(path, token, body)).json()
  const list = async (path: string) =>
    listed.parse(await (await client.api(path, { authorization: token })).json()).data

  return {
    sandbox,
    client,
    token,
    request: (factorType: string, profile: unknown = {}) =>
      answerTo('send-enroll-factor-request', { factorType, profile }),
    async start(factorType: FactorType, profile: unknown = {}) {
      const { data } = requested.parse(await answerTo('send-enroll-factor-request', { factorType, profile }))
      const key = new URL(data.otpData?.qrCodeUri ?? 'otpauth://none')
      return { ...data, key, secret: key.searchParams.get('secret') ?? '' }
    },
    enrol: (factorType: FactorType, enrollmentToken: string, enrollmentData: unknown) =>
      answerTo('enroll-factor', { factorType, enrollmentToken, enrollmentData }),
    reset: (factorId: string | undefined) => answerTo('reset-factor', { factorId }),
    enrolled: () => list('list-enrolled-factors'),
    toEnrol: async () => (await list('list-factors-to-enroll')).map(({ factorType }) => factorType),
    async photo() {
      const form = new FormData()
      form.set('file', new Blob(['a face'], { type: 'image/jpeg' }), 'face.jpg')
      const { data } = z.object({ data: z.object({ url: z.url() }) }).parse(await (await client.upload(form)).json())
      return data.url
    }
  }
}

/** Returns a code that differs from this one. */
export const wrong = (code: string) => String((Number(code) + 500_000) % 1_000_000).padStart(6, '0')

import { runInNewContext } from 'node:vm'
import { setFlagsFromString } from 'node:v8'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { failure } from '../contract/result'
import { AppError, toFailure } from '../main/ground/errors'
import { createClient } from '../main/tenant/client'
import { noData } from '../main/tenant/endpoint'
import { createDevice, listDevices, revokeDeviceSession, unbindDevice } from '../main/tenant/devices'
import { getLoginHistory } from '../main/tenant/loginHistory'
import * as operations from '../main/tenant/operations'
import { tenantOf } from '../main/identity/tenant.testing'
import { record, triesOf } from './attack'
import { answersLike, examples } from './answers'

const tries = triesOf('api')
const { deleteWebauthnCredential, updateWebauthnCredential, getPublicConfiguration, ...fixed } = operations
const endpoints = Object.entries({
  ...fixed,
  deleteWebauthnCredential: deleteWebauthnCredential('key'),
  updateWebauthnCredential: updateWebauthnCredential('key'),
  getPublicConfiguration: getPublicConfiguration('app'),
  getLoginHistory: getLoginHistory({ page: 1, limit: 50 }),
  listDevices: listDevices(1),
  revokeDeviceSession,
  unbindDevice,
  createDevice
})

/** Any answer may pass only these fields to the rest of main. */
const known = new Set(
  (
    'factorType factorId profile email phoneNumber phoneCountryCode phone name nickname username enrollmentToken otpData ' +
    'qrCodeUri recoveryCode photo alpha2 names en zh-CN credentialId createdAt ' +
    'mfaEnrolled passwordSet passwordSecurityLevel emailBinded phoneBinded securityScore emailVerified ' +
    'appId appName tenantName passwordLastSetAt deviceFuncEnabled verified isValid ' +
    'deviceId type version model status lastLoginAt lastAddress online given ' +
    'total length rows at success app method error address browser system countryCode country city timeZone userAgent'
  ).split(' ')
)
/** Identifiers and secrets go back to the tenant or into a QR code and are never drawn, so they stay as they came. */
const verbatim = new Set([
  'factorId',
  'credentialId',
  'enrollmentToken',
  'qrCodeUri',
  'photo',
  'appId',
  'deviceId',
  'given'
])

/** A key's address may contain a picture, but the picture that is shown is drawn anew. */
const longest = (field: string): number => (field === 'qrCodeUri' ? 100_000 : 4_096)

/** Returns the errors in data that a schema has let through. */
function wrongIn(value: unknown, field = '', depth = 0): string[] {
  if (depth > 4) return ['too deep']
  if (typeof value === 'string') {
    if (value.length > longest(field)) return [`${field} is too long`]
    return !verbatim.has(field) && /[\p{Cc}\p{Bidi_Control}]/u.test(value) ? [`${field} carries controls`] : []
  }
  if (typeof value === 'number') return Number.isNaN(value) ? [`${field} is no number`] : []
  if (Array.isArray(value)) {
    if (value.length > 400) return ['too many items']
    return value.flatMap((item: unknown) => wrongIn(item, field, depth + 1))
  }
  if (typeof value !== 'object' || value === null) return []
  if (Object.getPrototypeOf(value) !== Object.prototype) return ['another prototype']
  return Object.entries(value).flatMap(([key, inner]) =>
    known.has(key) ? wrongIn(inner, key, depth + 1) : [`${key} is not among the known fields`]
  )
}

async function outcomeOf(call: Promise<unknown>): Promise<string[]> {
  try {
    return wrongIn(await call)
  } catch (error) {
    if (!(error instanceof AppError)) return [String(error)]
    const read = failure.safeParse(toFailure(error))
    if (!read.success || read.data.code === 'unexpected') return [`not a failure: ${error.code}`]
    return /[\p{Cc}\p{Bidi_Control}]/u.test(`${read.data.detail}${read.data.requestId}`)
      ? ['controls in a failure']
      : []
  }
}

setFlagsFromString('--expose-gc')
function heapBytes(): number {
  runInNewContext('gc()')
  return process.memoryUsage().heapUsed
}

describe('a well-formed answer, from which the attack starts,', () => {
  const schemas = endpoints.map(([name, { data }]): [string, z.ZodType] => [name, data])
  it.each(schemas.filter(([, data]) => data !== noData))('is among the examples for %s, and is read', (name, data) => {
    expect(Object.keys(examples)).toContain(name)
    expect(data.safeParse(examples[name])).toMatchObject({ success: true })
  })
})

describe('any answer of the tenant is data that fits or a failure with a code', () => {
  it.each(endpoints)('%s', async (name, endpoint) => {
    let next = { body: '', status: 200 }
    const client = createClient({
      tenant: tenantOf({ host: 'http://127.0.0.1:9', appId: 'app' }),
      fetch: () => Promise.resolve(new Response(next.body, { status: next.status })),
      tokens: { current: () => Promise.resolve('a'), replace: () => Promise.resolve('b') },
      language: () => 'en',
      wait: () => Promise.resolve()
    })
    const before = heapBytes()
    const wrong: string[] = []
    await fc.assert(
      fc.asyncProperty(
        answersLike(name),
        fc.constantFrom(200, 200, 200, 200, 400, 401, 429, 500),
        async (body, status) => {
          next = { body, status }
          const call = endpoint.method === 'GET' ? client.call<unknown>(endpoint) : client.send<unknown>(endpoint, {})
          for (const what of await outcomeOf(call)) wrong.push(`${what}: ${body.slice(0, 300)}`)
        }
      ),
      { numRuns: tries }
    )
    const polluted = 'polluted' in {} || 'statusCode' in {}
    const grown = heapBytes() - before
    const held = wrong.length === 0 && !polluted && grown < 30_000_000
    record('api', tries, held)
    expect({ wrong: wrong.slice(0, 5), polluted }).toEqual({ wrong: [], polluted: false })
    expect(grown).toBeLessThan(30_000_000)
  })
})

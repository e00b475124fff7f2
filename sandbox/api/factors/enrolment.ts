import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { email, passCode, phone, toEmail, toPhone, type Codes } from '../codes/codes'
import { withBody, type Endpoints } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import { writeKeyUri } from './keyUri'
import type { SandboxSettings } from '../../settings/options'
import type { Person } from '../../people/people'
import { createTotpSecret, isTotpCode } from './totp'
import type { Uploads } from '../uploads/uploads'

const factorType = z.enum(['OTP', 'SMS', 'EMAIL', 'FACE'])
const request = z.strictObject({
  factorType,
  profile: z.strictObject({
    phoneNumber: z.string().optional(),
    phoneCountryCode: z.string().optional(),
    email: z.string().optional()
  })
})
const proof = z.strictObject({
  passCode: passCode.optional(),
  photo: z.string().max(2048).optional(),
  isExternalPhoto: z.boolean().optional()
})
const enrolment = z.strictObject({ factorType, enrollmentToken: z.string(), enrollmentData: proof })
const reset = z.strictObject({ factorId: z.string() })
const otpCheck = z.strictObject({ totp: passCode })

type FactorType = z.infer<typeof factorType>
type Profile = z.infer<typeof request>['profile']

/** An enrolment that a person has started. */
interface Started {
  /** The profile that the factor gets when it is bound. */
  profile: Record<string, string>
  otpData?: { qrCodeUri: string; qrCodeDataUrl: string; recoveryCode: string }
  /** The key of an authenticator app as Base32. */
  otpKey?: string
  /** Throws a Refusal unless the person has shown that the factor is theirs. */
  prove: (data: z.infer<typeof proof>) => void
}

/** The image is one white pixel, because the app draws its own QR code from the address. */
const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABAQAAAAA3bvkkAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=='

/** A code that was sent for an enrolment cannot be used for anything else. */
const purpose = 'enrolment'

/** Returns the endpoints that bind a factor in two steps, that unbind it, and that test a code of an app. */
export function enrolmentEndpoints(codes: Codes, uploads: Uploads, settings: SandboxSettings): Endpoints {
  const started = new Map<string, Started & { person: Person; factorType: FactorType; expiresAt: number }>()
  const start = createStarts(codes, uploads, settings)

  function refuseBound(person: Person, type: FactorType): void {
    const bound = person.enrolled.filter((factor) => factor.factorType === type).length
    if (bound < (type === 'OTP' ? settings.otpFactors : 1)) return
    throw new Refusal(type === 'FACE' ? 'faceBound' : 'factorBound')
  }

  return {
    'POST /api/v3/send-enroll-factor-request': withBody(request, ({ factorType: type, profile }, { person }) => {
      if (!person.offered.includes(type)) throw new Refusal('notOffered')
      refuseBound(person, type)
      const begun = start[type](person, profile)
      const enrollmentToken = randomBytes(96).toString('base64')
      const expiresAt = Date.now() + settings.enrollmentTokenTtl * 1000
      started.set(enrollmentToken, { ...begun, person, factorType: type, expiresAt })
      return { enrollmentToken, otpData: begun.otpData }
    }),

    'POST /api/v3/enroll-factor': withBody(enrolment, (body, { person }) => {
      const begun = started.get(body.enrollmentToken)
      const usable = begun?.person === person && begun.factorType === body.factorType && begun.expiresAt > Date.now()
      if (!usable) throw new Refusal('enrollmentTokenInvalid')
      refuseBound(person, body.factorType)
      begun.prove(body.enrollmentData)
      started.delete(body.enrollmentToken)
      const factorId = randomBytes(12).toString('hex') + (body.factorType === 'EMAIL' ? '|email' : '')
      person.enrolled.push({ factorId, factorType: body.factorType, profile: begun.profile })
      if (begun.otpKey !== undefined) person.otpKeys[factorId] = begun.otpKey
    }),

    'POST /api/v3/reset-factor': withBody(reset, ({ factorId }, { person }) => {
      const factor = person.enrolled.find((candidate) => candidate.factorId === factorId)
      if (factor === undefined) throw new Refusal('notFound')
      if (settings.unbindNeedsCode && ['SMS', 'EMAIL'].includes(factor.factorType)) throw new Refusal('unbindNeedsCode')
      person.enrolled = person.enrolled.filter((candidate) => candidate !== factor)
    }),

    'POST /api/v3/mfa-totp-verify': withBody(otpCheck, ({ totp }, { person }) => {
      const keys = person.enrolled.flatMap(({ factorId }) => person.otpKeys[factorId] ?? [])
      return { verified: settings.deadFactor !== 'OTP' && keys.some((key) => isTotpCode(key, totp)) }
    })
  }
}

/** Returns what starts an enrolment, by the type of the factor. */
function createStarts(
  codes: Codes,
  uploads: Uploads,
  settings: SandboxSettings
): Record<FactorType, (person: Person, profile: Profile) => Started> {
  const otpKeys = new Map<Person, OtpKey>()
  const refusedOnce = new Set<Person>()

  /**
   * Returns true if this right code is to be refused. Counts the codes of a person, because an option refuses the first
   * only.
   */
  function refusesRightCode(person: Person): boolean {
    if (settings.refuseRightCodes !== 'first') return settings.refuseRightCodes === 'all'
    if (refusedOnce.has(person)) return false
    refusedOnce.add(person)
    return true
  }

  return {
    OTP(person) {
      const key = (settings.otpSecret === 'same' ? otpKeys.get(person) : undefined) ?? createOtpKey()
      otpKeys.set(person, key)
      const prove: Started['prove'] = ({ passCode: code }) => {
        if (code === undefined) throw new Refusal('noOtp')
        if (!isTotpCode(key.secret, code)) throw new Refusal('wrongOtp')
        if (refusesRightCode(person)) throw new Refusal('enrollmentTokenInvalid')
        otpKeys.delete(person)
      }
      const { organisation, keyUri } = settings
      const qrCodeUri = writeKeyUri(keyUri, { organisation, account: person.account, secret: key.secret })
      const otpData = { qrCodeUri, qrCodeDataUrl: pixel, recoveryCode: key.recoveryCode }
      return { profile: {}, prove, otpData, otpKey: key.secret }
    },
    SMS(person, profile) {
      const number = phone.safeParse(profile).data
      if (number === undefined) throw new Refusal('argument')
      codes.send(purpose, toPhone(number))
      const prove: Started['prove'] = ({ passCode: code }) => {
        if (code === undefined) throw new Refusal('argument')
        codes.use(purpose, toPhone(number), code)
        person.phone ??= number
      }
      return { profile: number, prove }
    },
    EMAIL(person, profile) {
      const address = email.safeParse(profile.email).data
      if (address === undefined) throw new Refusal('argument')
      codes.send(purpose, toEmail(address))
      const prove: Started['prove'] = ({ passCode: code }) => {
        if (code === undefined) throw new Refusal('argument')
        codes.use(purpose, toEmail(address), code)
        person.email ??= address
      }
      return { profile: { email: address }, prove }
    },
    FACE(person) {
      const prove: Started['prove'] = ({ photo }) => {
        if (photo === undefined || !uploads.has(photo)) throw new Refusal('noPhoto')
        if (person.email === undefined && person.phone === undefined) throw new Refusal('faceNeedsContact')
      }
      return { profile: {}, prove }
    }
  }
}

interface OtpKey {
  /** Base32. */
  secret: string
  recoveryCode: string
}

function createOtpKey(): OtpKey {
  const recoveryCode = randomBytes(12).toString('hex').match(/.{4}/g)?.join('-') ?? ''
  return { secret: createTotpSecret(), recoveryCode }
}

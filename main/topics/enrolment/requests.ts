import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { KnownFactorType } from '../../../contract/factors'
import { AppError } from '../../ground/errors'
import type { Client } from '../../tenant/client'
import {
  type EnrollFactorAnswer,
  enrollFactor,
  listEnrolledFactors,
  listEnrolledFactorsForSure,
  sendEnrollFactorRequest,
  upload
} from '../../tenant/operations'
import type { Challenge, Entry } from './state'
import type { OtpSecret } from './otp'

/** The life of an enrolment token: one minute (GenAuth), less a few seconds for the way to the server. */
const tokenLifeMs = 60_000 - 4_000

/**
 * Requests a challenge, after the list of the factors that are bound before it.
 *
 * @throws AppError of the client; `unexpectedAnswer` for an authenticator app without a usable key
 */
export async function sendChallenge(
  client: Client,
  factorType: KnownFactorType,
  target: EnrolmentTarget,
  signal: AbortSignal
): Promise<{ before: string[]; challenge: Challenge }> {
  const before = await client.call(listEnrolledFactors, signal)
  const askedAt = Date.now()
  const answer = await client.send(sendEnrollFactorRequest, { factorType, profile: profileOf(target) }, signal)
  const otp = factorType === 'OTP' ? await readOtp(answer.otpData) : undefined
  return {
    before: before.map(({ factorId }) => factorId),
    challenge: {
      token: answer.enrollmentToken,
      sentAt: Date.now(),
      expiresAt: askedAt + tokenLifeMs,
      ...(otp && { otp })
    }
  }
}

async function readOtp(otpData: EnrollFactorAnswer['otpData']): Promise<OtpSecret> {
  if (!otpData) throw new AppError('unexpectedAnswer')
  const { readOtpSecret } = await import('./otp')
  return readOtpSecret(otpData.qrCodeUri, otpData.recoveryCode ?? undefined)
}

function profileOf(target: EnrolmentTarget): object {
  if (target.kind === 'email') return { email: target.email }
  if (target.kind === 'none') return {}
  return { phoneNumber: target.phoneNumber, phoneCountryCode: target.phoneCountryCode }
}

/** Resolves to the proof for `enroll-factor`. A photo is uploaded first. @throws AppError of the client */
export async function proofOf(client: Client, entry: Entry): Promise<object> {
  if ('passcode' in entry) return { passCode: entry.passcode }
  const form = new FormData()
  form.set('file', new Blob([Uint8Array.from(entry.photo)], { type: 'image/jpeg' }), 'face.jpg')
  const { photo } = await client.send(upload, form)
  return { photo, isExternalPhoto: false }
}

/** @throws AppError of the client */
export async function enrol(client: Client, factorType: KnownFactorType, token: string, proof: object): Promise<void> {
  await client.send(enrollFactor, { factorType, enrollmentToken: token, enrollmentData: proof })
}

/** Resolves to true if a factor of this type is bound that was not bound before. @throws AppError of the client */
export async function isBound(
  client: Client,
  factorType: KnownFactorType,
  before: readonly string[]
): Promise<boolean> {
  const now = await client.call(listEnrolledFactorsForSure)
  return now.some((factor) => factor.factorType === factorType && !before.includes(factor.factorId))
}

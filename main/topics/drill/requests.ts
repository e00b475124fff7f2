import type { EnrolmentTarget } from '../../../contract/enrolment'
import { AppError } from '../../ground/errors'
import type { Client, HearId } from '../../tenant/client'
import { preCheckCode, sendEmail, sendSms, verifyTotp } from '../../tenant/operations'

/** A code for this purpose is good for a sign-in, so it shows that one would arrive. Testing it uses nothing up. */
const channel = 'CHANNEL_VERIFY_MFA'

/** @throws AppError of the client */
export async function sendCode(
  client: Client,
  target: EnrolmentTarget,
  signal: AbortSignal,
  hearId: HearId
): Promise<void> {
  if (target.kind === 'email') {
    await client.send(sendEmail, { email: target.email, channel }, signal, hearId)
  } else if (target.kind === 'phone') {
    await client.send(sendSms, { phoneNumber: target.phoneNumber, ...countryOf(target), channel }, signal, hearId)
  }
}

/** Resolves to true if the tenant accepts the code of an authenticator app. @throws AppError of the client */
export async function isAppCode(client: Client, totp: string, signal: AbortSignal, hearId: HearId): Promise<boolean> {
  return (await client.send(verifyTotp, { totp }, signal, hearId)).verified
}

/** Resolves to true if the tenant has sent this code. It stays valid. @throws AppError of the client */
export async function isSentCode(
  client: Client,
  target: EnrolmentTarget,
  passCode: string,
  signal: AbortSignal,
  hearId: HearId
): Promise<boolean> {
  return (await client.send(preCheckCode, checkOf(target, passCode), signal, hearId)).isValid
}

function checkOf(target: EnrolmentTarget, passCode: string): object {
  if (target.kind === 'email') {
    return { codeType: 'EMAIL', emailCodePayload: { email: target.email, passCode, channel } }
  }
  if (target.kind === 'none') throw new AppError('invalidInput')
  const phone = { phone: target.phoneNumber, ...countryOf(target) }
  return { codeType: 'SMS', smsCodePayload: { ...phone, passCode, channel } }
}

const countryOf = ({ phoneCountryCode }: Extract<EnrolmentTarget, { kind: 'phone' }>) =>
  phoneCountryCode ? { phoneCountryCode } : {}

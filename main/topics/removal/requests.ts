import type { EnrolmentTarget } from '../../../contract/enrolment'
import { AppError } from '../../ground/errors'
import type { Client } from '../../tenant/client'
import {
  getProfile,
  getSecurityInfo,
  listEnrolledFactorsForSure,
  resetFactor,
  sendEmail,
  sendSms,
  unbindEmail,
  unbindPhone
} from '../../tenant/operations'
import type { Tenant } from '../../ground/tenant'
import { isSameContact } from '../../tenant/sameContact'
import type { Subject } from './state'

/**
 * Reads the bound factors: the one in question, and those that would be left without it.
 *
 * @throws AppError of the client; `alreadyRemoved` if the factor is not there
 */
export async function lookUp(
  client: Client,
  factorId: string,
  signal?: AbortSignal
): Promise<{ subject: Subject; left: Subject[] }> {
  const bound = (await client.call(listEnrolledFactorsForSure, signal)).map(({ profile, ...factor }) => ({
    ...factor,
    target: targetOf(profile ?? {})
  }))
  const subject = bound.find((factor) => factor.factorId === factorId)
  if (!subject) throw new AppError('alreadyRemoved')
  return { subject, left: bound.filter((factor) => factor !== subject) }
}

function targetOf(profile: {
  email?: string | undefined
  phoneNumber?: string | undefined
  phoneCountryCode?: string | undefined
}): EnrolmentTarget {
  const { email, phoneNumber, phoneCountryCode = '' } = profile
  if (email) return { kind: 'email', email }
  return phoneNumber ? { kind: 'phone', phoneNumber, phoneCountryCode } : { kind: 'none' }
}

/** Resolves to the name that the person types to remove the last factor. @throws AppError of the client */
export async function accountNameOf(client: Client, tenant: Tenant, signal?: AbortSignal): Promise<string> {
  const { email, phone, username, name } = await client.call(getProfile, signal)
  return [email, phone, username, name].find(Boolean) ?? new URL(tenant.host).host
}

/** Resolves to `undefined` if the server does not say. */
export async function isPasswordSet(client: Client): Promise<boolean | undefined> {
  try {
    return (await client.call(getSecurityInfo)).passwordSet
  } catch {
    return undefined
  }
}

/** Resolves to `undefined` if the list could not be read. A tenant without passkeys has none. */
export async function countOf(list: () => Promise<readonly unknown[] | undefined>): Promise<number | undefined> {
  try {
    return (await list())?.length ?? 0
  } catch {
    return undefined
  }
}

/** @throws AppError of the client */
export async function reset(client: Client, factorId: string): Promise<void> {
  await client.send(resetFactor, { factorId })
}

/** Resolves to true if the list no longer has the factor, and to `undefined` if it could not be read. */
export async function isGone(client: Client, factorId: string): Promise<boolean | undefined> {
  try {
    return !(await isBound(client, factorId))
  } catch {
    return undefined
  }
}

/**
 * Resolves to true if the account itself now has the address or number of the target, and to `undefined` if the account
 * could not be read.
 */
export async function leadsToAccount(client: Client, target: EnrolmentTarget): Promise<boolean | undefined> {
  if (target.kind === 'none') return false
  try {
    return isSameContact(target, await client.call(getProfile))
  } catch {
    return undefined
  }
}

/** Sends a code to the target of the factor, for unbinding it. @throws AppError of the client */
export async function sendCode(client: Client, target: EnrolmentTarget, signal: AbortSignal): Promise<void> {
  if (target.kind === 'email') {
    await client.send(sendEmail, { email: target.email, channel: 'CHANNEL_UNBIND_EMAIL' }, signal)
  } else if (target.kind === 'phone') {
    const { phoneNumber, phoneCountryCode } = target
    const number = { phoneNumber, ...(phoneCountryCode && { phoneCountryCode }) }
    await client.send(sendSms, { ...number, channel: 'CHANNEL_UNBIND_PHONE' }, signal)
  }
}

/** @throws AppError of the client */
export async function unbind(client: Client, target: EnrolmentTarget, passcode: string): Promise<void> {
  await client.send(target.kind === 'email' ? unbindEmail : unbindPhone, { passCode: passcode })
}

/** @throws AppError of the client */
export async function isBound(client: Client, factorId: string): Promise<boolean> {
  return (await client.call(listEnrolledFactorsForSure)).some((factor) => factor.factorId === factorId)
}

import type { EnrolmentTarget } from '../../contract/enrolment'
import type { Passkey } from '../../contract/passkeys'
import type { Client } from '../tenant/client'
import { getProfile, getSecurityInfo, listEnrolledFactors, listFactorsToEnroll } from '../tenant/operations'

/** A bound factor with its whole target. */
export interface Held {
  readonly factorId: string
  readonly factorType: string
  readonly target: EnrolmentTarget
}

/** Everything the tenant says about how a person gets in. What could not be read is absent. */
export interface Means {
  readonly factors: readonly Held[]
  /** The types of the factors that can still be added. */
  readonly offered?: readonly string[]
  /** The address and the number of the account itself. */
  readonly contacts?: readonly EnrolmentTarget[]
  readonly passwordSet?: boolean
  readonly passkeys?: readonly Pick<Passkey, 'credentialId' | 'name'>[]
  /** True if the tenant has passkeys at all; absent if it did not say. */
  readonly hasPasskeys?: boolean
}

/** Resolves to the account's passkeys, or to `undefined` if the tenant has none. */
export type ListPasskeys = () => Promise<readonly Pick<Passkey, 'credentialId' | 'name'>[] | undefined>

/** Reads the account. @throws AppError of the client if the list of factors cannot be read */
export async function readMeans(client: Client, passkeys: ListPasskeys, signal?: AbortSignal): Promise<Means> {
  const [factors, offered, profile, security, keys] = await Promise.all([
    client.call(listEnrolledFactors, signal),
    ifRead(client.call(listFactorsToEnroll, signal)),
    ifRead(client.call(getProfile, signal)),
    ifRead(client.call(getSecurityInfo, signal)),
    ifRead(passkeys().then((list) => ({ list })))
  ])
  return {
    factors: factors.map(({ factorId, factorType, profile: bound }) => ({
      factorId,
      factorType,
      target: targetOf(bound ?? {})
    })),
    ...(offered && { offered: offered.map(({ factorType }) => factorType) }),
    ...(profile && { contacts: contactsOf(profile) }),
    ...(security?.passwordSet !== undefined && { passwordSet: security.passwordSet }),
    ...(keys && { passkeys: keys.list ?? [], hasPasskeys: keys.list !== undefined })
  }
}

const ifRead = <T>(answer: Promise<T>): Promise<T | undefined> => answer.catch(() => undefined)

interface Profile {
  email?: string | null | undefined
  phone?: string | null | undefined
  phoneNumber?: string | undefined
  phoneCountryCode?: string | null | undefined
}

function contactsOf({ email, phone, phoneCountryCode }: Profile): EnrolmentTarget[] {
  const mailbox = targetOf({ email })
  const number = targetOf({ phone, phoneCountryCode })
  return [mailbox, number].filter(({ kind }) => kind !== 'none')
}

function targetOf({ email, phone, phoneNumber, phoneCountryCode }: Profile): EnrolmentTarget {
  if (email) return { kind: 'email', email }
  const number = phoneNumber ?? phone
  return number ? { kind: 'phone', phoneNumber: number, phoneCountryCode: phoneCountryCode ?? '' } : { kind: 'none' }
}

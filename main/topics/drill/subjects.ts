import type { DrillStanding } from '../../../contract/drill'
import type { EnrolmentTarget } from '../../../contract/enrolment'
import type { Origin } from '../../../contract/origin'
import type { AccountFacts } from '../../facts/accountFacts'
import type { Held, Means } from '../../facts/means'
import { codeSubjectId, factorSubjectId, subjectId } from '../../facts/subjectId'
import { isSameContact } from '../../tenant/sameContact'
import type { Item, ReadLists, Subject } from './state'

/** A subject, with how it is tested or why it is not. */
interface Judged extends Item {
  readonly standing: Extract<DrillStanding, { as: 'toDo' | 'notTested' }>
}

export type OriginOf = AccountFacts['originOf']

const nowhere: EnrolmentTarget = { kind: 'none' }
const toDo = (by: 'app' | 'sent' | 'compared'): Judged['standing'] => ({ as: 'toDo', by })
const untested = (why: Extract<DrillStanding, { as: 'notTested' }>['why']): Judged['standing'] => ({
  as: 'notTested',
  why
})

/**
 * Returns everything that a drill can ask for, in the order in which it asks: what is tested, then what is not.
 *
 * @param codesMade when the recovery codes were made that belong to a present authenticator app and were kept
 */
export function subjectsOf({ factors, contacts = [], passkeys = [] }: Means, codesMade: readonly number[]): Judged[] {
  const ofFactors = factors.map(judge)
  const others = contacts.filter((contact) => !factors.some(({ target }) => isSame(target, contact)))
  const ofAccount = others.map((target): Judged => {
    const kind = target.kind === 'email' ? 'email' : 'phone'
    const subject: Subject = { id: subjectId(kind, target), kind, target }
    return { subject, standing: reaches(target) ? toDo('sent') : untested('noContact') }
  })
  const hasApp = factors.some(({ factorType }) => factorType === 'OTP')
  const code: Judged = {
    subject: { id: codeSubjectId(codesMade), kind: 'recoveryCode', target: nowhere, madeAt: codesMade },
    standing: codesMade.length > 0 ? toDo('compared') : untested('codeNotKnown')
  }
  const passkey: Judged = {
    subject: { id: subjectId('passkey', nowhere), kind: 'passkey', target: nowhere },
    standing: untested('passkey')
  }
  const all = [...ofFactors, ...ofAccount, ...(hasApp ? [code] : []), ...(passkeys.length > 0 ? [passkey] : [])]
  return all.sort((one, other) => rankOf(one) - rankOf(other))
}

function judge(factor: Held): Judged {
  const { factorId, factorType, target } = factor
  const subject: Subject = { id: factorSubjectId(factor), kind: 'factor', factorType, factorId, target }
  switch (factorType) {
    case 'OTP':
      return { subject, standing: toDo('app') }
    case 'SMS':
      return { subject, standing: target.kind === 'phone' && reaches(target) ? toDo('sent') : untested('noContact') }
    case 'EMAIL':
      return { subject, standing: target.kind === 'email' && reaches(target) ? toDo('sent') : untested('noContact') }
    default:
      return { subject, standing: untested(factorType === 'FACE' ? 'face' : 'unknownType') }
  }
}

/** Returns true if a code can be sent there. Some tenants list their contacts with stars in them. */
function reaches(target: EnrolmentTarget): boolean {
  if (target.kind === 'email') return /^[^\s@*•]+@[^\s@*•]+$/.test(target.email)
  return target.kind === 'phone' && /^\+?\d[\d\s().-]{3,24}$/.test(target.phoneNumber)
}

function isSame(one: EnrolmentTarget, other: EnrolmentTarget): boolean {
  if (other.kind === 'email') return isSameContact(one, { email: other.email })
  if (other.kind === 'none') return false
  return isSameContact(one, { phone: other.phoneNumber, phoneCountryCode: other.phoneCountryCode })
}

const order = ['OTP', 'EMAIL', 'SMS', 'email', 'phone', 'recoveryCode', 'FACE', 'factor', 'passkey']

function rankOf({ subject: { kind, factorType = '' }, standing }: Judged): number {
  const place = order.includes(factorType) ? factorType : kind
  return order.indexOf(place) + (standing.as === 'notTested' ? order.length : 0)
}

/** Returns the answer that lists a subject; empty for what is known only here. */
export function listingOf({ kind, factorType }: Pick<Subject, 'kind' | 'factorType'>, originOf: OriginOf): Origin[] {
  if (factorType !== undefined) return originOf('active', 'factorType')
  if (kind === 'passkey') return originOf('passkeys', 'list')
  return kind === 'email' || kind === 'phone' ? originOf('profile', kind) : []
}

/** Returns each list of the tenant that was read as text, so that two readings can be compared. */
export function listsOf({ factors, offered, contacts, passwordSet, passkeys }: Means): ReadLists {
  const lists = {
    factors: sorted(factors),
    offered: offered && sorted(offered),
    contacts: contacts && sorted(contacts),
    password: passwordSet === undefined ? undefined : String(passwordSet),
    passkeys: passkeys && sorted(passkeys.map(({ credentialId }) => credentialId))
  }
  return Object.fromEntries(Object.entries(lists).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])))
}

const sorted = (list: readonly unknown[]): string => JSON.stringify(list.map((item) => JSON.stringify(item)).sort())

/** Compares two readings. Lists that only one of them has leave it open if anything has changed. */
export function compareLists(before: ReadLists, after: ReadLists): 'same' | 'changed' | 'notCompared' {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const both = [...names].filter((name) => name in before && name in after)
  if (both.some((name) => before[name] !== after[name])) return 'changed'
  return both.length < names.size || both.length === 0 ? 'notCompared' : 'same'
}

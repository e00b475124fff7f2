import { maskEmail, maskName, maskPhone } from '../genauth/mask'
import { hashOfSub } from '../session/subHash'
import type { AccountRecord } from './accountRecords'
import type { OwnerFacts } from './owner'

/** Returns the record with what was learnt, masked where it names the person; the record itself where nothing is new. */
export function withFacts(record: AccountRecord, facts: OwnerFacts): AccountRecord {
  const { sub, name, address, signedInAt, organisation, stored } = facts
  const learnt = {
    subHash: sub ? hashOfSub(sub) : record.subHash,
    label: name ? maskName(name) : record.label,
    address: address ? maskAddress(address) : record.address,
    signedInAt: signedInAt ?? record.signedInAt,
    organisation: organisation ?? record.organisation,
    forgotten: record.forgotten && !stored
  }
  const isNew =
    learnt.subHash !== record.subHash ||
    learnt.label !== record.label ||
    learnt.address !== record.address ||
    learnt.signedInAt !== record.signedInAt ||
    learnt.organisation !== record.organisation ||
    learnt.forgotten !== record.forgotten
  return isNew ? { ...record, ...learnt } : record
}

const maskAddress = (address: string): string => (address.includes('@') ? maskEmail(address) : maskPhone(address))

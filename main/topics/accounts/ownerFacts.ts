import { maskEmail, maskName, maskPhone } from '../../tenant/mask'
import { hashOfSub } from '../../identity/credentials/subHash'
import type { AccountRecord } from '../../storage/accountRecords'
import type { OwnerFacts } from '../../identity/owner'

/** Returns the record with the new facts, masked if they name the person. Returns the record itself if nothing is new. */
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

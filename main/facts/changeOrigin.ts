import type { Origin } from '../../contract/origin'
import type { LedgerChange } from './ledger'

type Place = Pick<Origin, 'source' | 'field'>

const places: Partial<Record<LedgerChange['kind'], Place>> = {
  factorAdded: { source: 'active', field: 'factorId' },
  factorRemoved: { source: 'active', field: 'factorId' },
  emailChanged: { source: 'profile', field: 'email' },
  phoneChanged: { source: 'profile', field: 'phone' },
  passwordChanged: { source: 'profile', field: 'passwordLastSetAt' },
  passwordSet: { source: 'security', field: 'passwordSet' },
  passwordRemoved: { source: 'security', field: 'passwordSet' },
  deviceAdded: { source: 'devices', field: 'deviceId' },
  deviceGone: { source: 'devices', field: 'deviceId' }
}

/** A profile may keep an address or a number to itself, so another answer says that there is one, or none. */
const hidden: typeof places = {
  emailChanged: { source: 'security', field: 'emailBinded' },
  phoneChanged: { source: 'security', field: 'phoneBinded' }
}

/** Returns the field in which a change shows; undefined for what no field of the tenant tells. */
export const placeOf = ({ kind, after }: Pick<LedgerChange, 'kind' | 'after'>): Place | undefined =>
  (after === undefined ? hidden[kind] : undefined) ?? places[kind]

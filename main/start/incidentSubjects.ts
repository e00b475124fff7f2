import { longestName, longestTarget } from '../../contract/fields'
import type { IncidentSubject } from '../../contract/incident'
import { plainText } from '../ground/text'
import type { SeenDevice } from '../topics/devices/view'

/** Returns the session of a device, with texts of a length that the window takes. */
export function sessionSubject(device: SeenDevice): IncidentSubject {
  const { deviceId, label, type, name, browser, system, lastAddress, lastLoginAt, isOnlineTold } = device
  const looks = [browser, system].filter(Boolean).join(', ') || undefined
  const known = label ?? (type === 'Browser' ? (looks ?? name) : (name ?? looks))
  return {
    id: deviceId,
    ...(lastAddress !== undefined && { target: plainText(lastAddress, longestTarget) }),
    ...(known !== undefined && { name: plainText(known, longestName) }),
    ...(lastLoginAt !== undefined && { usedAt: lastLoginAt }),
    ...(!isOnlineTold && { untold: true })
  }
}

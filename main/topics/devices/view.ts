import type { Device, DeviceList, DeviceMark } from '../../../contract/devices'
import { browserOf, systemOf, type TenantDevice, type TenantDevices } from '../../tenant/devices'
import { marksOf, type OwnFacts } from './marks'

/** The names that the person gave to devices, by id. They are kept on this computer only. */
export type Labels = Readonly<Record<string, string>>

/** A device with what the window is not told: if the tenant says whether it is online. */
export type SeenDevice = Device & { readonly isOnlineTold: boolean }

export interface SeenList extends DeviceList {
  yours: SeenDevice[]
  others: SeenDevice[][]
}

/** A device without a sign-in for so long is likely forgotten, in ms. */
const unusedMs = 90 * 24 * 3_600_000

interface Seen {
  labels: Labels
  own: OwnFacts
  /** In ms since the epoch. */
  now: number
}

/** Returns the list as the window shows it, with the devices that are the person's own apart. */
export function viewOf({ devices, complete, unreadable }: TenantDevices, seen: Seen): SeenList {
  const marks = marksOf(devices, seen.own)
  const all = devices.map((one) => deviceOf(one, marks.get(one.deviceId), seen)).toSorted(lastUsedFirst)
  const yours = all.filter(({ mark }) => mark).toSorted((one, other) => place(one) - place(other))
  return { yours, others: lookAlikes(all.filter(({ mark }) => !mark)), complete, unreadable }
}

const place = ({ mark }: Device): number => (mark?.kind === 'here' ? 0 : 1)

const lastUsedFirst = (one: Device, other: Device): number =>
  (other.lastLoginAt ?? -Infinity) - (one.lastLoginAt ?? -Infinity) || 0

function deviceOf(one: TenantDevice, mark: DeviceMark | undefined, { labels, now }: Seen): SeenDevice {
  const { deviceId, type, name, model, status, lastLoginAt, lastAddress } = one
  const label = Object.hasOwn(labels, deviceId) ? labels[deviceId] : undefined
  const browser = type === 'Desktop' ? undefined : browserOf(one)
  const unused = lastLoginAt !== undefined && now - lastLoginAt >= unusedMs
  const system = systemOf(one) ?? one.system
  const isOnlineTold = one.online !== undefined
  const facts = { deviceId, type, name, label, browser, system, model, status, lastLoginAt, lastAddress, unused, mark }
  return { ...facts, online: one.online === true, isOnlineTold }
}

/** Puts the devices together that nobody can tell apart on screen. One with a name of the person stands alone. */
function lookAlikes(devices: readonly SeenDevice[]): SeenDevice[][] {
  const groups = new Map<string, SeenDevice[]>()
  for (const one of devices) {
    const { deviceId, label, type, browser, system, name, model, status } = one
    const looks = type === 'Browser' ? [browser ?? name, system] : [name, browser, system, model]
    const state = status === 'activated' ? undefined : status
    const key = JSON.stringify(label === undefined ? [type, state, ...looks] : deviceId)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

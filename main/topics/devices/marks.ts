import type { DeviceMark } from '../../../contract/devices'
import { systemOf, type TenantDevice } from '../../tenant/devices'
import { systemFamily } from '../../tenant/families'

/** A sign-in of the tenant's history. */
export interface PastSignIn {
  /** In ms since the epoch, by the tenant's clock. */
  readonly at: number
  readonly address?: string | undefined
  readonly system?: string | undefined
  readonly userAgent?: string | undefined
}

export interface OwnFacts {
  /** The ids that this app gave to this computer for this account. */
  readonly ids: ReadonlySet<string>
  /** The family of this computer's system. */
  readonly system: string
  /** The moment of the last sign-in, in ms since the epoch by the tenant's clock; `undefined` if it is not known. */
  readonly signedInAt: number | undefined
  /** The successful sign-ins around that moment. */
  readonly history: readonly PastSignIn[]
}

/** The time by which the sign-in of a browser and ours may differ, in ms. */
const minutesMs = 5 * 60_000

/**
 * Returns the marks of devices by their ids. A device is this computer only if the tenant lists an id of ours. At most one
 * is probably the browser of the sign-in: it has the system of this computer, it signed in within minutes of us, and the
 * tenant's history has that sign-in with the same address. Everything else has no mark.
 */
export function marksOf(devices: readonly TenantDevice[], own: OwnFacts): Map<string, DeviceMark> {
  const marks = new Map<string, DeviceMark>()
  for (const { deviceId } of devices) if (own.ids.has(deviceId)) marks.set(deviceId, { kind: 'here' })
  const browser = likelyBrowser(
    devices.filter(({ deviceId }) => !marks.has(deviceId)),
    own
  )
  if (browser) marks.set(browser.deviceId, browser.mark)
  return marks
}

function likelyBrowser(
  devices: readonly TenantDevice[],
  { system, signedInAt, history }: OwnFacts
): { deviceId: string; mark: DeviceMark } | undefined {
  if (signedInAt === undefined) return undefined
  const apart = (at: number): number => Math.abs(at - signedInAt)
  const [row] = history
    .filter((one) => one.address !== undefined && apart(one.at) <= minutesMs && familyIs(one, system))
    .toSorted((one, other) => apart(one.at) - apart(other.at))
  const address = row?.address
  if (address === undefined) return undefined
  const [nearest] = devices
    .filter(({ type }) => type === 'Browser' || type === undefined)
    .filter((one) => systemOf(one) === system && one.lastAddress === address)
    .flatMap(({ deviceId, lastLoginAt }) =>
      lastLoginAt !== undefined && apart(lastLoginAt) <= minutesMs ? [{ deviceId, apartMs: apart(lastLoginAt) }] : []
    )
    .toSorted((one, other) => one.apartMs - other.apartMs)
  if (!nearest) return undefined
  const { deviceId, apartMs } = nearest
  return { deviceId, mark: { kind: 'browser', system, address, apartMs } }
}

/** Returns true unless the sign-in came from another family of system. */
const familyIs = ({ system, userAgent }: PastSignIn, wanted: string): boolean => {
  const known = [system, userAgent].map((text) => text && systemFamily(text)).find(Boolean)
  return known === undefined || known === wanted
}

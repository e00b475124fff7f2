import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { OwnDevice as Shown } from '../../../contract/devices'
import { farthestMoment, longestName } from '../../../contract/fields'
import type { Log } from '../../log/log'
import type { Client } from '../../tenant/client'
import { createDevice, isPlainId } from '../../tenant/devices'

/** A value that is kept on this computer for one person, and goes with *Forget this account*. */
export interface Kept<T> {
  read(): Promise<T>
  change(how: (value: T) => T): Promise<T>
}

/** Tenants list a computer under each id that a sign-in named, so the last ones are remembered. */
const mostIds = 50
const id = z.string().min(1).max(longestName)

/** The ids of this computer for one account. All of them are random. */
export const ownDeviceRecord = z.object({
  /** The id that is shown and reported; absent until the first sign-in. */
  id: id.optional(),
  /** Other ids by which the tenant may list this computer. */
  others: z.array(id).max(mostIds),
  /** The moment of the last sign-in, in ms since the epoch by this computer's clock. */
  signedInAt: z.int().min(0).max(farthestMoment).optional(),
  reported: z.boolean()
})
export type OwnDeviceRecord = z.infer<typeof ownDeviceRecord>

export const noOwnDevice: OwnDeviceRecord = { others: [], reported: false }

export interface OwnDevice {
  /** Resolves to what is known of this computer. Never rejects, because without it there is only no mark. */
  known(): Promise<OwnDeviceRecord>
  /**
   * Takes the id that a sign-in named. It becomes the id of the account unless that has one. Then this computer is reported,
   * where the tenant keeps devices. A second call for the same sign-in does nothing. Never rejects.
   */
  signedIn(attemptId: string, at: number): Promise<void>
  shown(): Promise<Shown>
  /** Resolves to the id that is shown, if there is one. Never rejects. */
  id(): Promise<string | undefined>
  /** Makes a new id, which the next sign-in reports. */
  renew(): Promise<Shown>
}

interface OwnDeviceParts {
  kept: Kept<OwnDeviceRecord>
  client: Pick<Client, 'send'>
  /** Resolves to true if the tenant keeps devices that apps report. Never rejects. */
  keepsDevices: () => Promise<boolean>
  /** The name of the family of this computer's system. */
  system: string
  log: Log
}

export function createOwnDevice({ kept, client, keepsDevices, system, log }: OwnDeviceParts): OwnDevice {
  /** The id of the last sign-in, which is reported once. */
  let last: string | undefined

  /** Reports this computer. A tenant that answers oddly, or not at all, is lived with. */
  async function report(deviceUniqueId: string): Promise<void> {
    if (!(await keepsDevices())) return
    const body = { deviceUniqueId, type: 'Desktop', name: `Holdfast on ${system}`, os: system }
    const { given } = await client.send(createDevice, body)
    await kept.change((record) => ({
      ...(given !== undefined && isPlainId(given) ? withId(record, given) : record),
      reported: true
    }))
  }

  async function known(): Promise<OwnDeviceRecord> {
    try {
      return await kept.read()
    } catch (error) {
      log('own-device-not-read', {}, error)
      return noOwnDevice
    }
  }

  return {
    known,
    async signedIn(attemptId, at) {
      if (attemptId === last) return
      last = attemptId
      try {
        const { id: own = attemptId } = await kept.change((record) => ({
          ...withOther(record, attemptId),
          id: record.id ?? attemptId,
          signedInAt: at,
          reported: false
        }))
        await report(own)
      } catch (error) {
        log('own-device-not-reported', {}, error)
      }
    },
    id: async () => (await known()).id,
    shown: async () => shownOf(await kept.read()),
    renew: async () => shownOf(await kept.change((record) => ({ ...withId(record, randomUUID()), reported: false })))
  }
}

const shownOf = ({ id: own, reported }: OwnDeviceRecord): Shown => ({ id: own, reported })

/** Returns the record with another id, and remembers the one before. */
const withId = (record: OwnDeviceRecord, next: string): OwnDeviceRecord => ({
  ...(record.id === undefined ? record : withOther(record, record.id)),
  id: next
})

const withOther = (record: OwnDeviceRecord, other: string): OwnDeviceRecord => ({
  ...record,
  others: [...record.others.filter((one) => one !== other), other].slice(-mostIds)
})

/** Returns every id by which the tenant may list this computer. */
export const idsOf = ({ id: own, others }: OwnDeviceRecord): ReadonlySet<string> =>
  new Set(own === undefined ? others : [own, ...others])

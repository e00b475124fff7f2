import { z } from 'zod'
import { longestDetail, longestDeviceId, longestName, mostDevices } from '../../contract/fields'
import { type Client, withId } from './client'
import { command, fromPage, noData, operation } from './endpoint'
import { browserFamily, systemFamily } from './families'
import { lacksEndpoint } from './outcome'
import { toldFlag, toldMoment, toldText } from './told'

/** A device of the person as the tenant lists it. A field is `undefined` if the tenant does not tell it. */
export interface TenantDevice {
  readonly deviceId: string
  readonly type?: 'Browser' | 'Mobile' | 'Desktop' | undefined
  readonly name?: string | undefined
  readonly version?: string | undefined
  readonly model?: string | undefined
  readonly system?: string | undefined
  readonly userAgent?: string | undefined
  readonly status?: 'activated' | 'suspended' | 'deactivated' | undefined
  /** In ms since the epoch. */
  readonly lastLoginAt?: number | undefined
  readonly lastAddress?: string | undefined
  /** The tenant's word, which may be old. */
  readonly online?: boolean | undefined
  /** The id of the answer that lists it. */
  readonly requestId?: string | undefined
}

/** The rows of one page. */
interface DevicePage {
  /** The number of rows that came, readable or not. */
  readonly length: number
  readonly rows: TenantDevice[]
}

/** Everything that the tenant lists. */
export interface TenantDevices {
  readonly devices: readonly TenantDevice[]
  /** False if the list went on beyond the most devices that are read. */
  readonly complete: boolean
  /** The rows without a readable id. Nothing can be done with them. */
  readonly unreadable: number
}

const name = toldText(longestName)

const moment = toldMoment.optional().catch(undefined)

/** A word that is missing or odd is no word: nobody may conclude from it that a session is over. */
const toldOnline = z
  .union([toldFlag, z.literal([0, 1]).transform(Boolean)])
  .optional()
  .catch(undefined)

const row: z.ZodType<TenantDevice> = z
  .object({
    device: z.object({
      deviceId: z.string().min(1).max(longestDeviceId),
      type: z.enum(['Browser', 'Mobile', 'Desktop']).optional().catch(undefined),
      name,
      version: name,
      mod: name,
      os: name,
      userAgent: toldText(longestDetail),
      status: z.enum(['activated', 'suspended', 'deactivated']).optional().catch(undefined)
    }),
    lastLoginTime: moment,
    lastIp: name,
    online: toldOnline
  })
  .transform(({ device: { mod, os, ...device }, lastLoginTime, lastIp, online }) => ({
    ...device,
    model: mod,
    system: os,
    lastLoginAt: lastLoginTime,
    lastAddress: lastIp,
    online
  }))

/** The rows that one request asks for, which is the most that the API gives. */
const rowsPerRequest = 50

/** A server may ignore what is asked for and send more, of which no more are read than all pages may have. */
const oneOrMore = (data: unknown): unknown => {
  if (data === null) return []
  if (Array.isArray(data)) return data.slice(0, mostDevices)
  return typeof data === 'object' ? [data] : data
}

/** One odd row must not cost the others. */
const rows: z.ZodType<DevicePage> = z
  .preprocess(oneOrMore, z.array(row.nullable().catch(null)))
  .transform((list) => ({ length: list.length, rows: list.filter((one) => one !== null) }))

/** Lists the devices on which the person has signed in, without a count. */
export const listDevices = (page: number) =>
  operation(`/api/v3/mydevices/list?page=${page}&limit=${rowsPerRequest}`, fromPage(rows))

/** Body: `{ deviceId }` */
export const revokeDeviceSession = command('/api/v3/mydevices/revoke-session', noData)

/** Body: `{ deviceId }` */
export const unbindDevice = command('/api/v3/mydevices/unbind', noData)

const nothing: DevicePage = { length: 0, rows: [] }

/** The API gives so many rows if a request names no number, so that no page but the last has fewer. */
const smallestPage = 10

/**
 * Reads every page. The list has no count, so it ends with a small page, an empty one, or one that repeats the others.
 *
 * @throws AppError of the client
 */
export async function readDevices(client: Pick<Client, 'call'>, signal?: AbortSignal): Promise<TenantDevices> {
  const devices = new Map<string, TenantDevice>()
  let unreadable = 0
  for (let page = 1; devices.size + unreadable < mostDevices; page++) {
    const before = devices.size
    const {
      data: { length, rows: read },
      requestId
    } = await withId((hearId) => client.call(listDevices(page), signal, hearId)).catch((error: unknown) => {
      // Some servers have no page behind the last one.
      if (page > 1 && lacksEndpoint(error)) return { data: nothing, requestId: undefined }
      throw error
    })
    for (const one of read) if (!devices.has(one.deviceId)) devices.set(one.deviceId, { ...one, requestId })
    unreadable += length - read.length
    const isRepeated = devices.size === before && read.length > 0
    if (length < smallestPage || isRepeated) return { devices: [...devices.values()], complete: true, unreadable }
  }
  return { devices: [...devices.values()].slice(0, mostDevices), complete: false, unreadable }
}

/** Returns the family of a device's system, by what it says of itself. */
export const systemOf = ({ system, userAgent, name }: Pick<TenantDevice, 'system' | 'userAgent' | 'name'>) =>
  [system, userAgent, name].map((text) => text && systemFamily(text)).find(Boolean)

/** Returns the family of a device's browser, by what it says of itself. */
export const browserOf = ({ name, userAgent }: Pick<TenantDevice, 'userAgent' | 'name'>) =>
  [name, userAgent].map((text) => text && browserFamily(text)).find(Boolean)

/** Ids of our own are shown, so an odd one that a tenant gives back is not taken. */
const plainId = /^[\w.:|-]{1,120}$/

/** Returns true if an id that a tenant gives to this computer can be kept and shown as it is. */
export const isPlainId = (id: string): boolean => plainId.test(id)

const givenId = z.string().max(longestDeviceId).optional().catch(undefined)

/**
 * Body: `{ deviceUniqueId, type, name, os }`. The documented API lacks it, and the vendor's clients keep the id that comes
 * back. Any answer that the tenant gives is lived with.
 */
export const createDevice = command(
  '/api/v3/create-device',
  z
    .object({ deviceUniqueId: givenId, deviceId: givenId })
    .catch({ deviceUniqueId: undefined, deviceId: undefined })
    .transform(({ deviceUniqueId, deviceId }) => ({ given: deviceUniqueId ?? deviceId }))
)

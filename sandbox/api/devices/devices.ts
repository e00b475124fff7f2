import { createHash, randomUUID } from 'node:crypto'
import { z } from 'zod'
import { browserNamed, browsers } from '../../people/browsers'
import { devicesOf, type KnownDevice, ofBrowser } from '../../people/devices'
import type { Person } from '../../people/people'
import { type Endpoints, withBody } from '../../protocol/endpoint'
import { Refusal } from '../../protocol/envelope'
import type { SandboxSettings } from '../../settings/options'

const mostRows = 50
const pageQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  limit: z.coerce.number().int().min(1).default(10)
})
const named = z.strictObject({ deviceId: z.string().min(1).max(256) })
const reported = z.object({
  deviceUniqueId: z.string().min(1).max(256),
  type: z.enum(['Browser', 'Mobile', 'Desktop']),
  name: z.string().max(120).default(''),
  os: z.string().max(120).default('')
})

/** A sign-in to the app that a person has just allowed. */
export interface Granted {
  grantId: string
  userAgent: string
  /** The id that the app sent with its request. */
  deviceId?: string | undefined
}

/** The devices of everybody: those of before the start, and those that sign in or are reported while the sandbox runs. */
export class Devices {
  readonly #started = Date.now()
  readonly #devices = new Map<string, KnownDevice[]>()
  /** The grants whose tokens end with a device. */
  readonly #grants = new Map<string, Set<string>>()

  constructor(private readonly settings: SandboxSettings) {}

  /** Notes the browser in which somebody has allowed the app to sign in. */
  granted(person: Person, { grantId, userAgent, deviceId }: Granted): void {
    const id = `b-${createHash('sha256').update(`${person.userId} ${userAgent}`).digest('hex').slice(0, 16)}`
    const { ago: _ago, ...facts } = ofBrowser(browserNamed(userAgent), { ago: 0 })
    this.#seen(person, { type: 'Browser', ...facts, deviceId: id })
    if (this.settings.sessionEndsWith === 'browser') this.#link(id, grantId)
    else if (deviceId !== undefined) this.#link(deviceId, grantId)
  }

  /** Notes the browser of somebody who has signed in from far away. */
  intruded(person: Person): void {
    const { ago: _ago, ...facts } = ofBrowser(browsers.edgeOnWindows, { ago: 0 })
    this.#seen(person, { type: 'Browser', ...facts, deviceId: 'b-far-away' })
  }

  /** `endGrant` ends every token of a grant. */
  endpoints(endGrant: (grantId: string) => Promise<void>): Endpoints {
    const end = async (person: Person, deviceId: string): Promise<KnownDevice> => {
      const device = this.#of(person).find((one) => one.deviceId === deviceId)
      if (!device) throw new Refusal('notFound')
      if (device.status !== 'activated') throw new Refusal('deviceLocked')
      for (const grantId of this.#grants.get(deviceId) ?? []) await endGrant(grantId)
      this.#grants.delete(deviceId)
      device.online = false
      return device
    }
    return {
      'GET /api/v3/mydevices/list': ({ person, query }) => this.#page(person, query),
      'POST /api/v3/mydevices/revoke-session': withBody(named, async ({ deviceId }, { person }) => {
        const ended = await end(person, deviceId)
        if (this.settings.endedDevices === 'gone') this.#drop(person, ended)
      }),
      'POST /api/v3/mydevices/unbind': withBody(named, async ({ deviceId }, { person }) => {
        this.#drop(person, await end(person, deviceId))
      }),
      'POST /api/v3/create-device': withBody(reported, ({ deviceUniqueId, ...facts }, { person, grantId }) => {
        if (!this.settings.deviceFunction) throw new Refusal('notFound')
        const deviceId = this.settings.deviceIds === 'kept' ? deviceUniqueId : `d-${randomUUID()}`
        this.#seen(person, { ...facts, deviceId })
        if (grantId !== undefined && this.settings.sessionEndsWith === 'device') this.#link(deviceId, grantId)
        return { deviceUniqueId: deviceId }
      })
    }
  }

  #page(person: Person, query: URLSearchParams) {
    const asked = pageQuery.safeParse(Object.fromEntries(query))
    if (!asked.success) throw new Refusal('argument')
    const limit = Math.min(asked.data.limit, mostRows)
    const first = (asked.data.page - 1) * limit
    const inOrder = this.#of(person).toSorted((one, other) => other.lastLoginAt - one.lastLoginAt)
    return inOrder.slice(first, first + limit).map(({ lastLoginAt, lastIp, online, ...device }) => ({
      device,
      lastLoginTime: new Date(lastLoginAt).toISOString(),
      lastIp,
      online
    }))
  }

  #of(person: Person): KnownDevice[] {
    const known = this.#devices.get(person.userId) ?? devicesOf(person, this.#started)
    this.#devices.set(person.userId, known)
    return known
  }

  #seen(person: Person, facts: Partial<KnownDevice> & Pick<KnownDevice, 'deviceId' | 'type'>): void {
    const others = this.#of(person).filter(({ deviceId }) => deviceId !== facts.deviceId)
    const device = { name: '', version: '', mod: null, os: '', status: 'activated', userAgent: '' } as const
    const seen = { lastLoginAt: Date.now(), lastIp: '127.0.0.1', online: true }
    this.#devices.set(person.userId, [{ ...device, ...facts, ...seen }, ...others])
  }

  #drop(person: Person, gone: KnownDevice): void {
    this.#devices.set(
      person.userId,
      this.#of(person).filter((one) => one !== gone)
    )
  }

  #link(deviceId: string, grantId: string): void {
    this.#grants.set(deviceId, new Set([...(this.#grants.get(deviceId) ?? []), grantId]))
  }
}

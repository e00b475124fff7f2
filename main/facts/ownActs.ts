import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Client } from '../tenant/client'
import { revokeDeviceSession, unbindDevice } from '../tenant/devices'
import { enrollFactor, resetFactor, unbindEmail, unbindPhone } from '../tenant/operations'
import { mayHaveHappened } from '../tenant/outcome'
import type { OwnAct } from './ledger'

/** Hears of everything that this app asks the tenant to change of the account. */
export interface ActListener {
  began(act: OwnAct): void
  /** Is called if the tenant has certainly not done it. */
  refused(act: OwnAct): void
  /** Is called if the tenant has done it, or may have. */
  done(act: OwnAct): void
}

/** Returns the key that stands for an id in what is kept. */
export const keyOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

const withDevice = z.object({ deviceId: z.string() })

/** The path of each command that changes the account, and what it changes. */
const effects: Readonly<Record<string, OwnAct['about']>> = {
  [enrollFactor.path]: 'factor',
  [resetFactor.path]: 'factor',
  [unbindEmail.path]: 'email',
  [unbindPhone.path]: 'phone',
  '/api/v3/bind-email': 'email',
  '/api/v3/update-email': 'email',
  '/api/v3/bind-phone': 'phone',
  '/api/v3/update-phone': 'phone',
  '/api/v3/update-password': 'password',
  '/api/v3/reset-password': 'password',
  [revokeDeviceSession.path]: 'device',
  [unbindDevice.path]: 'device'
}

/** Returns the acts of one command. An address or number that goes by a code takes its factor along. */
function actsOf(path: string, body: object, at: number): OwnAct[] {
  const about = effects[path]
  if (!about) return []
  const device = about === 'device' ? withDevice.safeParse(body).data : undefined
  const takesFactor = path === unbindEmail.path || path === unbindPhone.path
  return [
    { about, at, ...(device && { key: keyOf(device.deviceId) }) },
    ...(takesFactor ? [{ about: 'factor', at } as const] : [])
  ]
}

/** Returns the same client, and tells the listener of each change that goes through it. */
export const tellingActs = (client: Client, listener: () => ActListener, now = Date.now): Client => ({
  ...client,
  async send(command, body, signal) {
    const acts = actsOf(command.path, body, now())
    acts.forEach((act) => listener().began(act))
    const tell = (mayBeDone: boolean): void =>
      acts.forEach((act) => (mayBeDone ? listener().done(act) : listener().refused(act)))
    try {
      const answer = await client.send(command, body, signal)
      tell(true)
      return answer
    } catch (error) {
      tell(mayHaveHappened(error))
      throw error
    }
  }
})

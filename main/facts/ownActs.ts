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
  /** Is called if the tenant has done it. */
  done(act: OwnAct): void
  /** Is called if nobody knows whether the tenant has done it. */
  unanswered(act: OwnAct): void
}

/** Returns the key that stands for an id in what is kept. */
export const keyOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

const withDevice = z.object({ deviceId: z.string() })
const withType = z.object({ factorType: z.string() })
const withFactor = z.object({ factorId: z.string() })

type Effect = Omit<OwnAct, 'at'>

const ofDevice = (body: object): Effect[] => {
  const told = withDevice.safeParse(body).data
  return [{ about: 'device', ...(told && { key: keyOf(told.deviceId) }) }]
}

/** An address or number that goes by a code takes its factor along. */
const withItsFactor = (about: 'email' | 'phone'): Effect[] => [
  { about, kind: 'removed' },
  { about: 'factor', kind: 'removed' }
]

/** Tenants keep an address or a number that was proven here as that of the account, if it had none. */
const contactOf: Readonly<Record<string, 'email' | 'phone'>> = { EMAIL: 'email', SMS: 'phone' }

/** The path of each command that changes the account, and what it changes. */
const effects: Readonly<Record<string, (body: object) => Effect[]>> = {
  [enrollFactor.path](body) {
    const type = withType.safeParse(body).data?.factorType
    const contact = contactOf[type ?? '']
    return [
      { about: 'factor', kind: 'added', subject: type },
      ...(contact ? [{ about: contact, kind: 'added' as const }] : [])
    ]
  },
  [resetFactor.path](body) {
    const told = withFactor.safeParse(body).data
    return [{ about: 'factor', kind: 'removed', ...(told && { key: keyOf(told.factorId) }) }]
  },
  [unbindEmail.path]: () => withItsFactor('email'),
  [unbindPhone.path]: () => withItsFactor('phone'),
  '/api/v3/bind-email': () => [{ about: 'email' }],
  '/api/v3/update-email': () => [{ about: 'email' }],
  '/api/v3/bind-phone': () => [{ about: 'phone' }],
  '/api/v3/update-phone': () => [{ about: 'phone' }],
  '/api/v3/update-password': () => [{ about: 'password' }],
  '/api/v3/reset-password': () => [{ about: 'password' }],
  [revokeDeviceSession.path]: ofDevice,
  [unbindDevice.path]: ofDevice
}

const actsOf = (path: string, body: object, at: number): OwnAct[] =>
  (effects[path]?.(body) ?? []).map((effect) => ({ ...effect, at }))

/** Returns the same client, and tells the listener of each change that goes through it. */
export const tellingActs = (client: Client, listener: () => ActListener, now = Date.now): Client => ({
  ...client,
  async send(command, body, ...rest) {
    const acts = actsOf(command.path, body, now())
    const tell = (what: keyof ActListener): void => acts.forEach((act) => listener()[what](act))
    tell('began')
    try {
      const answer = await client.send(command, body, ...rest)
      tell('done')
      return answer
    } catch (error) {
      tell(mayHaveHappened(error) ? 'unanswered' : 'refused')
      throw error
    }
  }
})

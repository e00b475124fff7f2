import { z } from 'zod'
import { mayHaveHappened } from '../enrolment/refusals'
import type { Client } from '../genauth/client'
import { enrollFactor, resetFactor, unbindEmail, unbindPhone } from '../genauth/operations'
import type { FactorChange } from './records'

/** A change this app has asked the server for. */
export interface OwnChange {
  readonly kind: FactorChange['kind']
  /** Whose factor. */
  readonly sub: string | undefined
  /** Either of them says which factor it is. */
  readonly factorId?: string
  readonly factorType?: string
  /** When it was asked for, in ms since the epoch. */
  readonly at: number
}

/** What this app itself does to factors, known from its own requests. */
export interface OwnChanges {
  /** The same client; whatever changes factors through it is noted here. */
  noting(client: Client): Client
  /** Takes out the first noted change that fits: each one explains one difference. */
  claim(fits: (change: OwnChange) => boolean): OwnChange | undefined
  /** Gives up on changes that a list asked for at this moment (ms since the epoch) would have shown. */
  settle(listAskedAt: number): void
}

/** The server carries a request out within a minute or never: an enrolment token lives no longer (GenAuth). */
const longestMs = 60_000

const withType = z.object({ factorType: z.string() })
const withId = z.object({ factorId: z.string() })

/** What a command does to factors once the server has carried it out; undefined for every other command. */
function effectOf(path: string, body: object): Pick<OwnChange, 'kind' | 'factorId' | 'factorType'> | undefined {
  switch (path) {
    case enrollFactor.path:
      return { kind: 'added', ...withType.parse(body) }
    case resetFactor.path:
      return { kind: 'removed', ...withId.parse(body) }
    case unbindEmail.path:
      return { kind: 'removed', factorType: 'EMAIL' }
    case unbindPhone.path:
      return { kind: 'removed', factorType: 'SMS' }
    default:
      return undefined
  }
}

/** @param sub who is signed in */
export function createOwnChanges(sub: () => string | undefined, now = Date.now): OwnChanges {
  const noted = new Set<OwnChange>()
  return {
    noting: (client) => ({
      ...client,
      async send(command, body, signal) {
        const effect = effectOf(command.path, body)
        if (!effect) return client.send(command, body, signal)
        const change = { ...effect, sub: sub(), at: now() }
        noted.add(change)
        try {
          return await client.send(command, body, signal)
        } catch (error) {
          if (!mayHaveHappened(error)) noted.delete(change)
          throw error
        }
      }
    }),
    claim(fits) {
      const change = [...noted].find(fits)
      if (change) noted.delete(change)
      return change
    },
    settle(listAskedAt) {
      for (const change of noted) if (listAskedAt - change.at >= longestMs) noted.delete(change)
    }
  }
}

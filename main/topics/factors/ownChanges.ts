import { z } from 'zod'
import { mayHaveHappened } from '../../tenant/outcome'
import type { Client } from '../../tenant/client'
import { enrollFactor, resetFactor, unbindEmail, unbindPhone } from '../../tenant/operations'
import type { FactorChange } from './records'

/** A change that this app has asked the server for. */
interface OwnChange {
  readonly kind: FactorChange['kind']
  /** The subject of the factor's owner. */
  readonly sub: string | undefined
  /** One of these two names the factor. */
  readonly factorId?: string
  readonly factorType?: string
  /** When the change was asked for, in ms since the epoch. */
  readonly at: number
}

/** The changes that this app itself makes to factors, known from its own requests. */
export interface OwnChanges {
  /** Returns the same client, and notes every change of a factor that goes through it. */
  noting(client: Client): Client
  /** Removes and returns the first noted change that fits. Each one explains one difference. */
  claim(fits: (change: OwnChange) => boolean): OwnChange | undefined
  /** Drops the changes that a list asked for at this moment (ms since the epoch) would have shown. */
  settle(listAskedAt: number): void
}

/**
 * The time within which the server carries a request out or never does, because an enrolment token lives no longer (GenAuth),
 * in ms.
 */
const longestMs = 60_000

const withType = z.object({ factorType: z.string() })
const withId = z.object({ factorId: z.string() })

/**
 * Returns the change that a command makes to factors once the server has carried it out, or undefined for every other
 * command.
 */
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

/** @param sub returns the subject of the person who is signed in */
export function createOwnChanges(sub: () => string | undefined, now = Date.now): OwnChanges {
  const noted = new Set<OwnChange>()
  return {
    noting: (client) => ({
      ...client,
      async send(command, body, ...rest) {
        const effect = effectOf(command.path, body)
        if (!effect) return client.send(command, body, ...rest)
        const change = { ...effect, sub: sub(), at: now() }
        noted.add(change)
        try {
          return await client.send(command, body, ...rest)
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

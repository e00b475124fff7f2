import type { Log } from '../log/log'
import type { Client } from '../tenant/client'
import { type ListPasskeys, type Means, readMeans } from './means'
import type { RecoveryCodes } from './recoveryCode'

/** The facts of a factor that only this installation knows. */
export interface LocalFacts {
  readonly label?: string | undefined
  readonly addedAt?: number | undefined
  readonly codeKeptAt?: number | undefined
}

export interface AccountSources {
  client: Client
  passkeys: ListPasskeys
  /** Is called when the list is asked for, and takes the answer. */
  follow: () => (
    listed: readonly { factorId: string; factorType: string }[]
  ) => Promise<(factorId: string) => LocalFacts>
  codes: Pick<RecoveryCodes, 'made'>
  log: Log
}

export interface KnownAccount {
  means: Means
  factsOf: (factorId: string) => LocalFacts
  /** When the recovery codes were made that belong to a present authenticator app and that the person has kept. */
  codesMade: readonly number[]
}

/** Reads the account, and adds what this installation knows of it. @throws AppError of the client */
export async function readAccount(
  { client, passkeys, follow, codes, log }: AccountSources,
  signal?: AbortSignal
): Promise<KnownAccount> {
  const factsOfListed = follow()
  const means = await readMeans(client, passkeys, signal)
  const factsOf = await factsOfListed(means.factors)
  const made = await codes.made().catch((error: unknown) => {
    log('recovery-codes-not-read', {}, error)
    return []
  })
  const apps = means.factors.filter(({ factorType }) => factorType === 'OTP').map(({ factorId }) => factsOf(factorId))
  return { means, factsOf, codesMade: made.filter((madeAt) => apps.some((app) => isOf(app, madeAt))) }
}

/** The longest time between asking for an app to be bound and the answer, in ms (GenAuth). */
const longestBindingMs = 60_000

/** Returns true if the recovery code that was made at that moment came with this app, and the person has kept it. */
const isOf = ({ addedAt, codeKeptAt }: LocalFacts, madeAt: number): boolean =>
  codeKeptAt !== undefined && addedAt !== undefined && addedAt <= madeAt && madeAt <= addedAt + longestBindingMs

import type { Log } from '../log/log'
import type { Oidc } from './oidc/oidc'

type Provider = Pick<Oidc, 'saysActive'>

/**
 * Decides if the tenant is believed when it says that a refresh token is over. Many servers call every token of a client
 * without a secret inactive, so a tenant is believed only after it has called a refresh token of this session active.
 */
export interface Vouching {
  /** Begins a session. `vouched` is true if the tenant has vouched for it before. */
  begin(vouched: boolean): void
  readonly vouched: () => boolean
  /** Asks about a new refresh token that nobody has used, unless the tenant has vouched already. */
  learn(provider: Promise<Provider>, refreshToken: string): void
  /** Resolves to true if a refresh token is certainly over. @throws AppError of the network */
  isOver(provider: Provider, refreshToken: string): Promise<boolean>
  /** Resolves when the answer is there, or after a moment, so that nobody waits for a silent tenant. */
  settled(): Promise<void>
}

const patienceMs = 1_000

interface VouchingParts {
  /** Is called once the tenant has vouched for the session. */
  onVouched: () => Promise<void>
  log: Log
  wait: (ms: number) => Promise<void>
}

export function createVouching({ onVouched, log, wait }: VouchingParts): Vouching {
  let session = { vouched: false }
  let learning = Promise.resolve()

  /** Asks the tenant. Only a yes counts, because the refresh token may be used while the answer is on its way. */
  async function ask(provider: Promise<Provider>, refreshToken: string): Promise<void> {
    const mine = session
    if ((await (await provider).saysActive(refreshToken)) !== true || mine !== session) return
    mine.vouched = true
    await onVouched()
  }

  return {
    begin(vouched) {
      session = { vouched }
    },
    vouched: () => session.vouched,
    learn(provider, refreshToken) {
      if (session.vouched || refreshToken === '') return
      learning = ask(provider, refreshToken).catch((error: unknown) => log('introspection-failed', {}, error))
    },
    isOver: async (provider, refreshToken) => session.vouched && (await provider.saysActive(refreshToken)) === false,
    settled: () => Promise.race([learning, wait(patienceMs)])
  }
}

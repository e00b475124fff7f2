import type { Log } from '../log'
import type { Oidc } from './oidc'

type Provider = Pick<Oidc, 'saysActive'>

/**
 * Whether the tenant is to be believed that a refresh token is over. Many servers call every token of a client without a
 * secret inactive, so it is believed only once it has called a refresh token of this very session active.
 */
export interface Vouching {
  /** A session begins, and the tenant has vouched for it before, or not. */
  begin(vouched: boolean): void
  readonly vouched: () => boolean
  /** Asks about a refresh token that has just come and that nobody has used, unless the tenant has vouched already. */
  learn(provider: Promise<Provider>, refreshToken: string): void
  /** Whether a refresh token is over for certain. @throws AppError of the network */
  isOver(provider: Provider, refreshToken: string): Promise<boolean>
  /** Resolves when the answer is there, or after a moment: nobody has to wait for a tenant that does not answer. */
  settled(): Promise<void>
}

const patienceMs = 1_000

interface VouchingParts {
  /** Called once the tenant has vouched for the session. */
  onVouched: () => Promise<void>
  log: Log
  wait: (ms: number) => Promise<void>
}

export function createVouching({ onVouched, log, wait }: VouchingParts): Vouching {
  let session = { vouched: false }
  let learning = Promise.resolve()

  /** The refresh token may be used while the answer is on its way: only a yes says something. */
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

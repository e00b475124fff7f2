import { contract, type Channel } from '../../contract'
import type { ErrorCode } from '../../contract/result'
import { AppError } from '../ground/errors'
import type { Handlers } from './serve'

export type TopicName = Channel extends `${infer T}:${string}` ? T : never

/** The topics of the window itself. All others belong to the account on screen. */
export type WindowTopic = Extract<TopicName, 'accounts' | 'lock' | 'settings' | 'updates' | 'diagnostics' | 'about'>
export type AccountTopic = Exclude<TopicName, WindowTopic>

export type HandlersOf<T extends TopicName> = Pick<Handlers, Extract<Channel, `${T}:${string}`>>
export type AccountHandlers = HandlersOf<AccountTopic>

/** The hooks by which a topic follows the life of its session. */
export interface TopicLife {
  /** Drops everything that belongs to a session that is over. */
  readonly reset?: () => void
  /** Resolves when nothing is on its way into the keychain or a file. */
  readonly settled?: () => Promise<unknown>
  /**
   * Drops everything from memory, once what is on its way to the keychain and to files has arrived. Without it, `settled` is
   * used.
   */
  readonly end?: () => Promise<unknown>
}

/** One topic of the contract, as the rest of main sees it. */
export interface Topic<T extends TopicName> extends TopicLife {
  readonly handlers: HandlersOf<T>
}

/** A topic for each of the names. One that is missing does not compile. */
export type Topics<T extends TopicName> = { readonly [N in T]: Topic<N> }

/** Returns the handlers of all these topics as one object. */
export function handlersOf<T extends TopicName>(topics: Topics<T>): HandlersOf<T> {
  const all: Partial<Handlers> = {}
  for (const name in topics) Object.assign(all, topics[name].handlers)
  // Each name of T has brought its handlers, but the compiler does not follow that through the loop.
  return all as HandlersOf<T>
}

/** Returns a handler for each channel of the contract that throws AppError with this code. */
export function refusing(code: ErrorCode): Record<Channel, () => never> {
  const refuse = (): never => {
    throw new AppError(code)
  }
  // The keys are those of the contract, but `Object.keys` returns them as plain strings.
  return Object.fromEntries(Object.keys(contract).map((channel) => [channel, refuse])) as Record<Channel, () => never>
}

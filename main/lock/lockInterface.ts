import type { Channel } from '../../contract'
import type { LockState } from '../../contract/lock'
import type { Handlers } from '../bridge/serve'
import type { Sealing } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import type { LockFile } from './lockFile'

export type LockHandlers = Pick<Handlers, Extract<keyof Handlers, `lock:${string}`>>

/** What is nowhere but in memory. */
export type AtStake = NonNullable<LockState['lost']>

/** What is locked away: everything that main holds of the people who are signed in. */
export interface Locked {
  /** What locking now would lose. */
  atStake(): AtStake | undefined
  /** Drops all of it from memory; what is stored stays. */
  end(): Promise<void>
  /** Begins anew with what is stored, in a new page. */
  begin(): void
  /** Deletes what is stored of everybody. @throws AppError `keychainNotCleared`, where something may still be stored */
  discardAll(): Promise<void>
  /** Has what is stored of everybody sealed as it has to be from now on. @throws AppError of the keychain */
  resealAll(): Promise<void>
}

/** The fingerprint reader of this computer. */
export interface TouchId {
  available(): boolean
  /** Rejects where no finger of this computer's user was shown. */
  prompt(): Promise<void>
}

/** The keychain service of the profile. */
export interface ProfileKeychain {
  vault: Vault
  /** Names the profile that everything sealed belongs to. */
  profile: string
  /** Starts afresh after a failure. */
  reset: () => void
}

export interface LockParts {
  file: LockFile
  keychain: ProfileKeychain
  /** Of scrypt; a test's wiring hands in a cheaper one. */
  cost?: number
  locked: Locked
  /** Ends the page's process, with all it shows and remembers, and begins a new one. */
  renewPage: () => void
  /** Keeps the window out of screenshots and the task switcher, where the system can. */
  protectScreen: (on: boolean) => void
  /** Asks outside of the page whether to lock although something would be lost. */
  confirmLoss: (atStake: AtStake) => Promise<boolean>
  touchId: TouchId
  /** How long nobody has touched a key or the mouse, in s. */
  idleSeconds: () => number
  onChanged: (state: LockState) => void
}

export interface Lock {
  isLocked(): boolean
  /** Whether a call on this channel is refused now. */
  readonly refuses: (channel: Channel) => boolean
  /** Nobody may be in front of the computer any more. */
  readonly away: () => void
  /** At the person's wish. @throws AppError `invalidInput` where no PIN is set */
  lockNow(): Promise<void>
  /** Looks where the PIN is kept, and tells the window what it has to know of it. Never rejects. */
  look(): Promise<void>
  /** How what the keychain holds of an account is sealed. */
  sealingOf(account: string): Sealing
  handlers: LockHandlers
}

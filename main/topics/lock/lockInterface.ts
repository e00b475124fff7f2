import type { Channel } from '../../../contract'
import type { LockState } from '../../../contract/lock'
import type { Topic } from '../../bridge/topic'
import type { Log } from '../../log/log'
import type { Sealing } from '../../vault/sealing'
import type { Vault } from '../../vault/vault'
import type { LockFile } from './lockFile'

/** The kind of thing that is in memory only. */
export type AtStake = NonNullable<LockState['lost']>

/** Everything that main holds of the people who are signed in, which the lock locks away. */
interface Locked {
  /** Returns what locking now would lose. */
  atStake(): AtStake | undefined
  /** Drops all of it from memory. Everything stored stays. */
  end(): Promise<void>
  /** Begins again with what is stored, in a new page. */
  begin(): void
  /** Deletes everything that is stored of everybody. @throws AppError `keychainNotCleared` if something may still be stored */
  discardAll(): Promise<void>
  /** Seals everything that is stored of everybody in the way that is now required. @throws AppError of the keychain */
  resealAll(): Promise<void>
}

/** The fingerprint reader of this computer. */
export interface TouchId {
  available(): boolean
  /** Rejects if no finger of this computer's user was shown. */
  prompt(): Promise<void>
}

/** The keychain service of the profile. */
interface ProfileKeychain {
  vault: Vault
  /** The name of the profile that everything sealed belongs to. */
  profile: string
  /** Starts again after a failure. */
  reset: () => void
}

export interface LockParts {
  file: LockFile
  keychain: ProfileKeychain
  /** The cost of scrypt. A test hands in a lower one. */
  cost?: number
  locked: Locked
  /** Ends the page's process, with everything that it shows and remembers, and begins a new one. */
  renewPage: () => void
  /** Keeps the window out of screenshots and the task switcher, if the system can. */
  protectScreen: (on: boolean) => void
  /** Asks outside of the page whether to lock although something would be lost. */
  confirmLoss: (atStake: AtStake) => Promise<boolean>
  touchId: TouchId
  /** Returns the time since somebody last touched a key or the mouse, in s. */
  idleSeconds: () => number
  onChanged: (state: LockState) => void
  log: Log
}

export interface Lock extends Topic<'lock'> {
  isLocked(): boolean
  /** Returns true if a call on this channel is refused now. */
  readonly refuses: (channel: Channel) => boolean
  /** Is called when there may be nobody in front of the computer any more. */
  readonly away: () => void
  /** Locks at the person's wish. @throws AppError `invalidInput` if no PIN is set */
  lockNow(): Promise<void>
  /** Looks for the PIN where it is kept, and tells the window what it has to know of it. Never rejects. */
  look(): Promise<void>
  /** Deletes the PIN and every copy of the key that it opens. @throws AppError of the keychain */
  readonly forgetPin: () => Promise<void>
  /** Returns how an account's entries in the keychain are sealed. */
  sealingOf(account: string): Sealing
}

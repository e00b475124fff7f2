import { inBackground } from '../../log/log'
import type { AtStake, LockParts } from './lockInterface'

/** Knows whether the window is locked, and does what locking and opening involve. */
export interface Door {
  isLocked(): boolean
  /** Returns the loss that locking without a question has caused, until the window opens. */
  lost(): AtStake | undefined
  /** Locks. From here on every call is refused. */
  close(): void
  /** Locks without a question, and notes what that loses. */
  closeUnasked(): void
  /** Resolves when nothing runs any more that locking has ended. Never rejects. */
  ended(): Promise<void>
  open(): void
}

type DoorParts = Pick<LockParts, 'file' | 'locked' | 'protectScreen' | 'renewPage' | 'log'>

interface DoorHooks {
  dropKey: () => void
  /** Hears that the window has just been locked or opened. */
  onTurned: () => void
}

export function createDoor(parts: DoorParts, { dropKey, onTurned }: DoorHooks): Door {
  const { file, locked: kept, protectScreen, renewPage } = parts
  let isLocked = file.locks()
  let lost: AtStake | undefined
  let ended: Promise<void> = Promise.resolve()
  if (isLocked) protectScreen(true)

  /** Locks. The page is renewed before the state that it showed is ended. */
  function close(): void {
    if (isLocked) return
    isLocked = true
    onTurned()
    protectScreen(true)
    renewPage()
    // Entries on their way into the keychain are sealed before the key is dropped.
    ended = kept.end().finally(dropKey)
    inBackground(parts.log, 'not-ended', ended)
  }

  return {
    isLocked: () => isLocked,
    lost: () => lost,
    close,
    closeUnasked() {
      if (isLocked) return
      lost = kept.atStake()
      close()
    },
    ended: () => ended.catch(() => undefined),
    open() {
      isLocked = false
      lost = undefined
      protectScreen(false)
      onTurned()
      kept.begin()
    }
  }
}

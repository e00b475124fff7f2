interface IdleWatchParts {
  /** Returns the time since somebody last touched a key or the mouse, in s. */
  idleSeconds: () => number
  onIdle: () => void
}

/** Waits until nobody has used the computer for a while. It checks only when that may be true, and never at a fixed rate. */
export interface IdleWatch {
  /** Waits for `minutes` from now on; null ends the wait. */
  watch(minutes: number | null): void
}

export function createIdleWatch({ idleSeconds, onIdle }: IdleWatchParts): IdleWatch {
  let timer: NodeJS.Timeout | undefined

  function watch(minutes: number | null): void {
    clearTimeout(timer)
    if (minutes === null) return
    const remaining = minutes * 60 - idleSeconds()
    if (remaining <= 0) onIdle()
    else timer = setTimeout(() => watch(minutes), remaining * 1000).unref()
  }

  return { watch }
}

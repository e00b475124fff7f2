interface IdleWatchParts {
  /** How long nobody has touched a key or the mouse, in s. */
  idleSeconds: () => number
  onIdle: () => void
}

/** Waits until nobody has used the computer for a while. Looks only when that could be, never at a fixed beat. */
export interface IdleWatch {
  /** From now on waits for `minutes`; null ends the wait. */
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

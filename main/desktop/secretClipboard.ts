/** The system's clipboard, as far as a copied secret needs it. */
export interface TextClipboard {
  readText(): string | Promise<string>
  writeText(text: string): void | Promise<void>
  clear(): void | Promise<void>
}

/** Copies secrets and takes them back, but only while the clipboard still holds them. */
export interface SecretClipboard {
  /** Copies `secret` for a while. Gives when it goes, in ms since the epoch. */
  copy(secret: string): Promise<number>
  /** Copies `secret` until `release`. */
  copyUntilReleased(secret: string): Promise<void>
  /** From now on the while counts. */
  release(): void
  /** Takes it back now: the computer is locked, or the app quits. */
  clear(): Promise<void>
}

const clearAfterMs = 30_000

export function secretClipboard(clipboard: TextClipboard, clearAfter = clearAfterMs): SecretClipboard {
  let copied: string | undefined
  let held = false
  let timer: NodeJS.Timeout | undefined

  async function copy(secret: string): Promise<void> {
    clearTimeout(timer)
    await clipboard.writeText(secret)
    copied = secret
  }

  function clearLater(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void clear(), clearAfter)
  }

  async function clear(): Promise<void> {
    clearTimeout(timer)
    const secret = copied
    copied = undefined
    held = false
    if (secret !== undefined && (await clipboard.readText()) === secret) await clipboard.clear()
  }

  return {
    async copy(secret) {
      await copy(secret)
      held = false
      clearLater()
      return Date.now() + clearAfter
    },
    async copyUntilReleased(secret) {
      await copy(secret)
      held = true
    },
    release() {
      if (held) clearLater()
      held = false
    },
    clear
  }
}

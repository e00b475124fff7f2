import type { SecretClipboard } from '../ground/ports'

/** The part of the system's clipboard that a copied secret needs. */
export interface TextClipboard {
  readText(): string | Promise<string>
  writeText(text: string): void | Promise<void>
  clear(): void | Promise<void>
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

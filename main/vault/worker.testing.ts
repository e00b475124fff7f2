import type { KeychainWorker } from './keychain'
import type { Request } from './keychainRequest'

/** A keychain worker in this process, over a map of one service's entries. */
export function workerOver(entries: Map<string, string>): KeychainWorker {
  const listeners: ((message: unknown) => void)[] = []

  function perform({ verb, name, value = '' }: Request): string | boolean | null | undefined {
    if (verb === 'get') return entries.get(name) ?? null
    if (verb === 'delete') return entries.delete(name)
    entries.set(name, value)
    return undefined
  }

  return {
    post(message) {
      const reply = { id: message.id, value: perform(message) }
      setImmediate(() => listeners.forEach((listener) => listener(reply)))
    },
    onMessage: (listener) => listeners.push(listener),
    onExit: () => undefined,
    kill: () => undefined
  }
}

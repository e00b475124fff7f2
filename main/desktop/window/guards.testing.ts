import { EventEmitter } from 'node:events'

export interface Double<T> {
  readonly object: T
  /** Emits an event as Electron does. Returns true if a listener has prevented what would follow. */
  emit(event: string, ...args: unknown[]): boolean
  /** Returns what a method was last called with. */
  given(method: string): unknown[] | undefined
}

/** Returns a double of an object of Electron: it has listeners, and a method of any name, which does nothing. */
export function double<T>(properties: object = {}): Double<T> {
  const emitter = new EventEmitter()
  const calls = new Map<string | symbol, unknown[]>()
  const object = new Proxy(emitter, {
    get(target, name) {
      if (name in properties) return Reflect.get(properties, name) as unknown
      if (name in target) return Reflect.get(target, name) as unknown
      return (...args: unknown[]) => calls.set(name, args)
    }
  })
  return {
    // Electron's objects have hundreds of members, and those under test use a few of them.
    object: object as unknown as T,
    emit(event, ...args) {
      let prevented = false
      emitter.emit(event, { preventDefault: () => (prevented = true) }, ...args)
      return prevented
    },
    given: (method) => calls.get(method)
  }
}

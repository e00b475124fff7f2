import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** Returns the provider's storage for sessions, grants and tokens, which lives in memory as long as the sandbox. */
export const memoryStorage: AdapterFactory = () => new MemoryStorage()

/** Stores one kind of record. The provider itself refuses records that have expired. */
class MemoryStorage implements Adapter {
  readonly #records = new Map<string, AdapterPayload>()

  upsert(id: string, payload: AdapterPayload) {
    this.#records.set(id, payload)
    return Promise.resolve()
  }

  find(id: string) {
    return Promise.resolve(this.#records.get(id))
  }

  findByUid(uid: string) {
    return Promise.resolve([...this.#records.values()].find((payload) => payload.uid === uid))
  }

  findByUserCode(userCode: string) {
    return Promise.resolve([...this.#records.values()].find((payload) => payload.userCode === userCode))
  }

  consume(id: string) {
    const payload = this.#records.get(id)
    if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000)
    return Promise.resolve()
  }

  destroy(id: string) {
    this.#records.delete(id)
    return Promise.resolve()
  }

  revokeByGrantId(grantId: string) {
    for (const [id, payload] of this.#records) if (payload.grantId === grantId) this.#records.delete(id)
    return Promise.resolve()
  }
}

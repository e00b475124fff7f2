import { shallowRef, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../contract/result'

export interface Asking {
  /** The reason why main refused the last request; the next answer clears it. */
  failure: ShallowRef<Failure | undefined>
  /** Resolves to main's answer, or to undefined if main refused. The reason of the refusal is then kept. */
  ask: <T>(request: Promise<Result<T>>) => Promise<T | undefined>
}

/** Sends main what a person wants. An event tells the outcome, so only the reason of a refusal is kept here. */
export function useAsk(): Asking {
  const failure = shallowRef<Failure>()

  async function ask<T>(request: Promise<Result<T>>): Promise<T | undefined> {
    const result = await request
    failure.value = result.ok ? undefined : result.error
    return result.ok ? result.data : undefined
  }

  return { failure, ask }
}

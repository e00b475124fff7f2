import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Failure, Result } from '../../../contract/result'
import { useEnrolmentSecretsStore } from '../../stores/enrolmentSecrets'

/**
 * The time that a secret stays on screen after the window lost the focus, in ms: enough to look at a phone or another
 * window.
 */
const concealAfter = 10_000

export interface Secret<T> {
  /** The secret exists only here and only while it is on screen, and never in a store. */
  secret: ShallowRef<T | undefined>
  /** True if the secret was taken from the screen. It comes back only when the person asks for it. */
  concealed: Ref<boolean>
  failure: ShallowRef<Failure | undefined>
  /** Asks main for the secret and shows it. */
  show: () => Promise<void>
}

/**
 * Holds a secret of one component and drops it if the component ends, main says so, or the window was left for 10 s.
 */
export function useSecret<T>(read: () => Promise<Result<T>>): Secret<T> {
  const secret = shallowRef<T>()
  const concealed = ref(false)
  const failure = shallowRef<Failure>()
  let latest = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function show(): Promise<void> {
    const mine = ++latest
    concealed.value = false
    const result = await read()
    if (mine !== latest) return
    secret.value = result.ok ? result.data : undefined
    failure.value = result.ok ? undefined : result.error
  }

  function drop(): void {
    latest++
    secret.value = undefined
  }

  function conceal(): void {
    drop()
    concealed.value = true
  }

  function concealLater(): void {
    clearTimeout(timer)
    timer = setTimeout(conceal, concealAfter)
  }

  const keep = () => clearTimeout(timer)
  const stopListening = useEnrolmentSecretsStore().onConceal(conceal)
  window.addEventListener('blur', concealLater)
  window.addEventListener('focus', keep)
  onScopeDispose(() => {
    stopListening()
    window.removeEventListener('blur', concealLater)
    window.removeEventListener('focus', keep)
    clearTimeout(timer)
    drop()
  })

  return { secret, concealed, failure, show }
}

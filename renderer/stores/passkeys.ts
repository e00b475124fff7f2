import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { Passkey } from '../../contract/passkeys'
import type { Failure } from '../../contract/result'
import { useCall } from '../composables/useCall'
import { useSessionStore } from './session'

export const usePasskeysStore = defineStore('passkeys', () => {
  /** `list` stays undefined where the tenant has no passkeys. */
  const {
    data: list,
    failure,
    pending,
    run,
    forget
  } = useCall<void, Passkey[] | undefined>(() => window.bridge.passkeys.list())
  /** Why the last removal, or the way to the browser, was refused; gone with the next one. */
  const changeFailure = shallowRef<Failure>()

  const loadedAt = shallowRef<number>()
  /** Whether there was an answer of any kind in this session. */
  const settled = ref(false)
  /** The person was sent to the tenant's website, where a passkey may have been added since. */
  const away = ref(false)
  /** Of what is shown although it may have changed since: when it was read. */
  const staleSince = computed(() => (failure.value && list.value ? loadedAt.value : undefined))

  async function load(): Promise<void> {
    await run()
    settled.value ||= !pending.value
    if (!failure.value) loadedAt.value = Date.now()
  }

  /** Gives why it was refused; undefined when it has the new name. */
  async function rename(credentialId: string, name: string): Promise<Failure | undefined> {
    const result = await window.bridge.passkeys.rename({ credentialId, name })
    if (!result.ok) return result.error
    await load()
    return undefined
  }

  /** Main asks the person first. Tells whether it was removed. */
  async function remove(credentialId: string): Promise<boolean> {
    const result = await window.bridge.passkeys.remove({ credentialId })
    changeFailure.value = result.ok ? undefined : result.error
    if (!result.ok && result.error.code === 'alreadyRemoved') await load()
    if (!result.ok || !result.data.removed) return false
    await load()
    return true
  }

  async function add(): Promise<void> {
    const result = await window.bridge.passkeys.add()
    changeFailure.value = result.ok ? undefined : result.error
    away.value = result.ok
  }

  /** The person is back in this window. */
  async function comeBack(): Promise<void> {
    if (!away.value || document.hidden) return
    away.value = false
    await load()
  }

  const session = useSessionStore()
  watch(
    () => session.state.phase,
    (phase) => {
      if (phase === 'signedIn') return
      forget()
      list.value = undefined
      settled.value = false
      away.value = false
      changeFailure.value = undefined
    },
    { flush: 'sync' }
  )

  return { list, staleSince, failure, pending, settled, changeFailure, load, rename, remove, add, comeBack }
})

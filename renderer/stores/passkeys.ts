import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Failure } from '../../contract/result'
import { useAsk } from '../bridge/useAsk'
import { useRemote } from './useRemote'
import { whenSignedOut } from './whenSignedOut'

export const usePasskeysStore = defineStore('passkeys', () => {
  /** The list stays undefined if the tenant has no passkeys. */
  const remote = useRemote(() => window.bridge.passkeys.list())
  const { load } = remote
  /** The reason why the last removal, or the way to the browser, was refused; the next answer clears it. */
  const { failure: changeFailure, ask } = useAsk()
  /** True if the person was sent to the tenant's website, where a passkey may have been added since. */
  const away = ref(false)

  /** Resolves to the reason of a refusal, or to undefined if the passkey has its new name. */
  async function rename(credentialId: string, name: string): Promise<Failure | undefined> {
    const result = await window.bridge.passkeys.rename({ credentialId, name })
    if (!result.ok) return result.error
    await load()
    return undefined
  }

  /** Resolves to true if the passkey was removed. Main asks the person first. */
  async function remove(credentialId: string): Promise<boolean> {
    const answer = await ask(window.bridge.passkeys.remove({ credentialId }))
    if (answer?.removed || changeFailure.value?.code === 'alreadyRemoved') await load()
    return answer?.removed ?? false
  }

  async function add(): Promise<void> {
    await ask(window.bridge.passkeys.add())
    away.value = !changeFailure.value
  }

  /** Reads the list again when the person is back from the tenant's website. */
  async function comeBack(): Promise<void> {
    if (!away.value || document.hidden) return
    away.value = false
    await load()
  }

  whenSignedOut(() => {
    away.value = false
    changeFailure.value = undefined
  })

  return {
    list: remote.value,
    staleSince: remote.staleSince,
    failure: remote.failure,
    pending: remote.pending,
    settled: remote.answered,
    changeFailure,
    load,
    rename,
    remove,
    add,
    comeBack
  }
})

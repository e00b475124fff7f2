import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'
import type { EnrolledFactor, KnownFactorType } from '../../contract/factors'
import type { RemovalPreview, RemovalState } from '../../contract/removal'
import type { Failure, Result } from '../../contract/result'
import { useCall } from '../composables/useCall'
import { useFactorsStore } from './factors'
import { useSessionStore } from './session'

/** A factor this version can explain, so that it can be given up knowingly. */
export type RemovableFactor = EnrolledFactor & { factorType: KnownFactorType }

/** Main decides how a removal goes; this store repeats it and knows which factor the dialog is about. */
export const useRemovalStore = defineStore('removal', () => {
  const state = shallowRef<RemovalState>({ phase: 'none' })
  /** The factor that may go; undefined while nobody asks to remove one. */
  const factor = shallowRef<RemovableFactor>()
  /** Why main refused what was asked for; gone with the next request. */
  const failure = shallowRef<Failure>()
  const preview = useCall<{ factorId: string }, RemovalPreview>((input) => window.bridge.removal.preview(input))
  const factors = useFactorsStore()
  const session = useSessionStore()

  window.bridge.removal.onChanged((next) => {
    const before = state.value.phase
    if (next.phase === 'none' && before !== 'none') clear()
    else state.value = next
    if (next.phase === 'removed' && before !== 'removed') void factors.load()
  })

  async function look(): Promise<void> {
    if (!factor.value) return
    await preview.run({ factorId: factor.value.factorId })
    if (preview.failure.value?.code !== 'alreadyRemoved') return
    preview.data.value = undefined
    await factors.load()
  }

  /** Asks what would be left without this factor. Nothing is removed by that. */
  async function open(wanted: RemovableFactor): Promise<void> {
    clear()
    factor.value = wanted
    await look()
  }

  /** Passes on a wish and keeps why it was refused. */
  async function ask(request: Promise<Result<void>>): Promise<void> {
    const result = await request
    failure.value = result.ok ? undefined : result.error
  }

  /** `accountName`: typed by the person, for the last factor only. */
  async function start(accountName?: string): Promise<void> {
    if (!factor.value) return
    const { factorId } = factor.value
    await ask(window.bridge.removal.start(accountName === undefined ? { factorId } : { factorId, accountName }))
    if (failure.value?.code !== 'alreadyRemoved') return
    failure.value = undefined
    await look()
  }

  /** Goes back to the question, with what would be left as it is now. */
  async function again(): Promise<void> {
    await ask(window.bridge.removal.leave())
    if (!failure.value && factor.value) await open(factor.value)
  }

  /** Ends what main may have begun, and the dialog with it; the dialog stays where main refuses to stop. */
  async function close(): Promise<void> {
    const underWay = !['none', 'removed', 'failed'].includes(state.value.phase)
    await ask(window.bridge.removal.leave())
    if (!failure.value || !underWay) clear()
  }

  function clear(): void {
    preview.forget()
    preview.data.value = undefined
    state.value = { phase: 'none' }
    factor.value = undefined
    failure.value = undefined
  }

  watch(
    () => session.state.phase,
    (phase) => {
      if (phase !== 'signedIn') clear()
    },
    { flush: 'sync' }
  )

  return {
    state,
    factor,
    failure,
    preview: preview.data,
    previewFailure: preview.failure,
    previewPending: preview.pending,
    look,
    open,
    ask,
    start,
    again,
    close
  }
})

import { defineStore } from 'pinia'
import { shallowRef, type ShallowRef } from 'vue'
import type { EnrolledFactor, KnownFactorType } from '../../contract/factors'
import type { RemovalPreview, RemovalState } from '../../contract/removal'
import { useAsk } from '../bridge/useAsk'
import { useCall } from '../bridge/useCall'
import { useFactorsStore } from './factors'
import { whenSignedOut } from './whenSignedOut'

/** A factor that this version can explain, so that the person gives it up knowingly. */
export type RemovableFactor = EnrolledFactor & { factorType: KnownFactorType }

/** Previews the account without the factor. The preview removes nothing. */
function usePreview(factor: ShallowRef<RemovableFactor | undefined>) {
  const { data, failure, pending, run, forget } = useCall<{ factorId: string }, RemovalPreview>((input) =>
    window.bridge.removal.preview(input)
  )
  const factors = useFactorsStore()

  async function look(): Promise<void> {
    if (!factor.value) return
    await run({ factorId: factor.value.factorId })
    if (failure.value?.code !== 'alreadyRemoved') return
    data.value = undefined
    await factors.load()
  }

  function clearPreview(): void {
    forget()
    data.value = undefined
  }

  return { preview: data, previewFailure: failure, previewPending: pending, look, clearPreview }
}

/** Mirrors a removal, which main decides, and holds the factor that the dialog is about. */
export const useRemovalStore = defineStore('removal', () => {
  const state = shallowRef<RemovalState>({ phase: 'none' })
  /** The factor to be removed; undefined while no removal is asked for. */
  const factor = shallowRef<RemovableFactor>()
  const { failure, ask } = useAsk()
  const { clearPreview, ...preview } = usePreview(factor)
  const factors = useFactorsStore()

  window.bridge.removal.onChanged((next) => {
    const before = state.value.phase
    if (next.phase === 'none' && before !== 'none') clear()
    else state.value = next
    if (next.phase === 'removed' && before !== 'removed') void factors.load()
  })

  async function open(wanted: RemovableFactor): Promise<void> {
    clear()
    factor.value = wanted
    await preview.look()
  }

  /** The person types `accountName` for the last factor only. */
  async function start(accountName?: string): Promise<void> {
    if (!factor.value) return
    const { factorId } = factor.value
    await ask(window.bridge.removal.start(accountName === undefined ? { factorId } : { factorId, accountName }))
    if (failure.value?.code !== 'alreadyRemoved') return
    failure.value = undefined
    await preview.look()
  }

  /** Goes back to the question, with a new preview. */
  async function again(): Promise<void> {
    await ask(window.bridge.removal.leave())
    if (!failure.value && factor.value) await open(factor.value)
  }

  /** Ends a removal that main may have begun and closes the dialog, which stays open if main refuses to stop. */
  async function close(): Promise<void> {
    const underWay = !['none', 'removed', 'failed'].includes(state.value.phase)
    await ask(window.bridge.removal.leave())
    if (!failure.value || !underWay) clear()
  }

  function clear(): void {
    clearPreview()
    state.value = { phase: 'none' }
    factor.value = undefined
    failure.value = undefined
  }

  whenSignedOut(clear)

  return {
    state,
    factor,
    failure,
    ...preview,
    open,
    start,
    again,
    close,
    copySignInLink: () => window.bridge.removal.copySignInLink(),
    reopenBrowser: () => ask(window.bridge.removal.reopenBrowser()),
    sendCode: () => ask(window.bridge.removal.sendCode()),
    confirmCode: (passcode: string) => ask(window.bridge.removal.confirmCode({ passcode })),
    recheck: () => ask(window.bridge.removal.recheck())
  }
})

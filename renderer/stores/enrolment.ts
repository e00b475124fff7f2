import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { EnrolmentState, EnrolmentTarget } from '../../contract/enrolment'
import type { KnownFactorType } from '../../contract/factors'
import { useAsk } from '../bridge/useAsk'
import { whenSignedOut } from './whenSignedOut'

/** Mirrors the enrolment, whose state main decides, and sends main what the person wants. */
export const useEnrolmentStore = defineStore('enrolment', () => {
  const state = shallowRef<EnrolmentState>({ phase: 'none' })
  const { failure, ask } = useAsk()
  const active = computed(() => state.value.phase !== 'none')

  window.bridge.enrolment.onChanged((next) => {
    state.value = next
  })
  /**
   * Reads the state, because after a reload an enrolment may be under way, with a recovery code that is shown only now.
   */
  async function resume(): Promise<void> {
    const result = await window.bridge.enrolment.read()
    if (result.ok && state.value.phase === 'none') state.value = result.data
  }

  whenSignedOut(() => (state.value = { phase: 'none' }))

  return {
    state,
    failure,
    active,
    ask,
    resume,
    start: (factorType: KnownFactorType) => ask(window.bridge.enrolment.start({ factorType })),
    sendChallenge: (target: EnrolmentTarget) => ask(window.bridge.enrolment.sendChallenge({ target })),
    copySignInLink: () => window.bridge.enrolment.copySignInLink(),
    reopenBrowser: () => ask(window.bridge.enrolment.reopenBrowser()),
    cancelQuestion: () => ask(window.bridge.enrolment.cancelQuestion()),
    verify: (passcode: string) => ask(window.bridge.enrolment.verify({ passcode })),
    verifyFace: (photo: Uint8Array<ArrayBuffer>) => ask(window.bridge.enrolment.verifyFace({ photo })),
    recheck: () => ask(window.bridge.enrolment.recheck()),
    leave: () => ask(window.bridge.enrolment.leave())
  }
})

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useEnrolmentStore } from './enrolment'

/** The way out of an enrolment, with a question first where something would be lost. */
export const useLeavingStore = defineStore('leaving', () => {
  const enrolment = useEnrolmentStore()
  /** What would be lost, while the person is asked about it. */
  const question = ref<'recoveryCode' | 'key'>()
  let onward: (() => void) | undefined

  async function go(): Promise<void> {
    const next = onward
    onward = undefined
    question.value = undefined
    await enrolment.leave()
    if (!enrolment.failure) next?.()
  }

  async function leave(byKey: boolean, next?: () => void): Promise<void> {
    const { state } = enrolment
    if (state.phase === 'verifying') return
    onward = next
    if (state.phase === 'bound' && state.recoveryCodeToKeep) question.value = 'recoveryCode'
    // The entry in the app would stay behind, and Esc is easily pressed by mistake.
    else if (byKey && state.phase === 'challengeSent' && state.factorType === 'OTP') question.value = 'key'
    else await go()
  }

  /** Goes elsewhere in the window; at once where no enrolment is under way, not at all while one is being verified. */
  function leaveFor(next: () => void): void {
    if (enrolment.active) void leave(false, next)
    else next()
  }

  function stay(): void {
    onward = undefined
    question.value = undefined
  }

  return { question, leave, leaveFor, go, stay }
})

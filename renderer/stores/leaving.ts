import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useEnrolmentStore } from './enrolment'

/** The way out of an enrolment, with a question first where something would be lost or left behind. */
export const useLeavingStore = defineStore('leaving', () => {
  const enrolment = useEnrolmentStore()
  /** What would be lost, while the person is asked about it. */
  const question = ref<'recoveryCode' | 'key'>()
  let onward: (() => void) | undefined

  /** What leaving now would lose, or leave behind in an app: an entry that works nowhere. */
  const atStake = computed(() => {
    const { state } = enrolment
    if (state.phase === 'bound' && state.recoveryCodeToKeep) return 'recoveryCode'
    return state.phase === 'challengeSent' && state.factorType === 'OTP' ? 'key' : undefined
  })

  async function go(): Promise<void> {
    const next = onward
    onward = undefined
    question.value = undefined
    await enrolment.leave()
    if (!enrolment.failure) next?.()
  }

  async function leave(next?: () => void): Promise<void> {
    if (enrolment.state.phase === 'verifying') return
    onward = next
    question.value = atStake.value
    if (!atStake.value) await go()
  }

  /** Goes elsewhere in the window; at once where no enrolment is under way, not at all while one is being verified. */
  function leaveFor(next: () => void): void {
    if (enrolment.active) void leave(next)
    else next()
  }

  function stay(): void {
    onward = undefined
    question.value = undefined
  }

  return { question, atStake, leave, leaveFor, go, stay }
})

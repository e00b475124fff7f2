import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { useEnrolmentStore } from './enrolment'

/** Leaves an enrolment, after a question if something would be lost or left behind. */
export const useLeavingStore = defineStore('leaving', () => {
  const enrolment = useEnrolmentStore()
  /** The thing that would be lost, while the person is asked about it. */
  const question = ref<'recoveryCode' | 'key'>()
  let onward: (() => void) | undefined

  /** The thing that would be lost by leaving now, or be left in an app as an entry that works nowhere. */
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

  /** Goes elsewhere in the window: at once if no enrolment is under way, and not at all while one is being verified. */
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

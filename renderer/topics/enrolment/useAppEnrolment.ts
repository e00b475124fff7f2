import { computed, ref, watch } from 'vue'
import type { ErrorCode } from '../../../contract/result'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useOtpKey } from './useOtpKey'

/** Failures of a code, after which the person has to type another one. */
const ofPasscodes: readonly ErrorCode[] = ['passcodeWrong', 'passcodeOfAnotherTime', 'rightPasscodeRefused']

/**
 * Holds the enrolment of an authenticator app, from the first step to the code: main's state, and the state of this
 * window.
 */
export function useAppEnrolment() {
  const enrolment = useEnrolmentStore()

  const sent = computed(() => (enrolment.state.phase === 'challengeSent' ? enrolment.state : undefined))
  const verifying = computed(() => enrolment.state.phase === 'verifying')
  const sentAt = computed(() => {
    const { state } = enrolment
    return state.phase === 'challengeSent' || state.phase === 'verifying' ? state.sentAt : undefined
  })
  const pending = computed(() => {
    const { state } = enrolment
    return verifying.value || ((state.phase === 'started' || state.phase === 'challengeSent') && state.pending)
  })
  const key = useOtpKey(() => sentAt.value)

  /** True if the person said that the app has the key. */
  const scanned = ref(false)
  const step = computed(() => {
    if (sentAt.value === undefined) return 'intro'
    return scanned.value && key.facts.value ? 'confirm' : 'scan'
  })
  const sheetAsked = ref(false)
  const sheetShown = computed(() => sheetAsked.value || sent.value?.scanAgain === true)

  const failure = computed(() => {
    const { state } = enrolment
    const told = state.phase === 'started' || state.phase === 'challengeSent' ? state.failure : undefined
    return told ?? enrolment.failure ?? key.failure.value
  })
  const refusedAt = computed(() => {
    const told = sent.value?.failure
    return told && ofPasscodes.includes(told.code) ? told.at : undefined
  })
  const refused = ref(0)
  watch(refusedAt, (at) => {
    if (at !== undefined) refused.value++
  })

  const passcode = ref('')
  const complete = computed(() => passcode.value.length === key.facts.value?.digits)
  watch(
    () => sent.value?.scanAgain && sentAt.value,
    (newKeyAt) => {
      // A complete code was sent and belongs to the old key. An incomplete one may belong to the new key.
      if (newKeyAt && complete.value) passcode.value = ''
    }
  )

  function send(): void {
    if (!pending.value) void enrolment.sendChallenge({ kind: 'none' })
  }

  function verify(): void {
    if (!pending.value && complete.value) void enrolment.verify(passcode.value)
  }

  return {
    sent,
    verifying,
    pending,
    key,
    scanned,
    step,
    sheetAsked,
    sheetShown,
    failure,
    refused,
    passcode,
    complete,
    send,
    verify
  }
}

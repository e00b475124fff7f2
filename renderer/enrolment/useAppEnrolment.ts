import { computed, ref, watch } from 'vue'
import type { ErrorCode } from '../../contract/result'
import { useEnrolmentStore } from '../stores/enrolment'
import { useOtpKey } from './useOtpKey'

/** What is said of a code, so that another one must be typed. */
const ofPasscodes: readonly ErrorCode[] = ['passcodeWrong', 'passcodeOfAnotherTime', 'rightPasscodeRefused']

/** An authenticator app from the first card to the code: what main says of it, and what only this window knows. */
export function useAppEnrolment() {
  const enrolment = useEnrolmentStore()
  const { enrolment: bridge } = window.bridge

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

  /** The app has the key, says the person. */
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
      // A code that was handed in belongs to the old key; one that is being typed may belong to the new one.
      if (newKeyAt && complete.value) passcode.value = ''
    }
  )

  function send(): void {
    if (!pending.value) void enrolment.ask(bridge.sendChallenge({ target: { kind: 'none' } }))
  }

  function verify(): void {
    if (!pending.value && complete.value) void enrolment.ask(bridge.verify({ passcode: passcode.value }))
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

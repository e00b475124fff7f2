import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { passcodePattern } from '../../../contract/fields'
import type { EnrolmentState, EnrolmentTarget } from '../../../contract/enrolment'
import type { Failure } from '../../../contract/result'
import { useCodeTargetStore } from '../../stores/codeTarget'
import { useEnrolmentStore } from '../../stores/enrolment'

/** The factors whose code is sent to a target. */
export type SentFactor = 'SMS' | 'EMAIL'
export type SentChallenge = Extract<EnrolmentState, { phase: 'challengeSent' | 'verifying' }>

export interface CodeEnrolment {
  type: ComputedRef<SentFactor>
  /** Undefined until a code was sent. */
  challenge: ComputedRef<SentChallenge | undefined>
  /** True if the window asks for the sent code, and false if it asks for the target. */
  confirming: ComputedRef<boolean>
  verifying: ComputedRef<boolean>
  busy: ComputedRef<boolean>
  failure: ComputedRef<Failure | undefined>
  /** The number of times that this form was submitted. */
  attempts: Ref<number>
  code: Ref<string>
  complete: ComputedRef<boolean>
  /** Goes back to the form and sends nothing. */
  change: () => void
  /** Goes from the form to the code that was already sent. */
  back: () => void
  sendAgain: () => void
  verify: () => void
  /** Does what the primary button says. */
  submit: () => void
}

/** Returns the part of the enrolment's state that concerns a code. */
function useCodeState() {
  const enrolment = useEnrolmentStore()
  const type = computed(() =>
    'factorType' in enrolment.state && enrolment.state.factorType === 'EMAIL' ? 'EMAIL' : 'SMS'
  )
  const challenge = computed(() => {
    const { state } = enrolment
    return state.phase === 'challengeSent' || state.phase === 'verifying' ? state : undefined
  })
  const verifying = computed(() => enrolment.state.phase === 'verifying')
  const busy = computed(() => verifying.value || ('pending' in enrolment.state && enrolment.state.pending))
  const failures = computed(() => [
    enrolment.failure,
    'failure' in enrolment.state ? enrolment.state.failure : undefined
  ])
  return { type, challenge, verifying, busy, failures }
}

export function useCodeEnrolment(): CodeEnrolment {
  const enrolment = useEnrolmentStore()
  const target = useCodeTargetStore()
  const { type, challenge, verifying, busy, failures } = useCodeState()
  const code = ref('')
  const attempts = ref(0)
  /** When the person went back to the form after a code was sent, in ms since the epoch. */
  const changingSince = ref<number>()

  const confirming = computed(() => challenge.value !== undefined && changingSince.value === undefined)
  const complete = computed(() => passcodePattern.test(code.value))
  // An earlier failure than the opening of the form belongs to another entry.
  const failure = computed(() => failures.value.find((one) => one && one.at >= (changingSince.value ?? 0)))
  const settled = computed(() => !busy.value && !failure.value)

  function change(): void {
    attempts.value = 0
    changingSince.value = Date.now()
  }

  function back(): void {
    changingSince.value = undefined
  }

  async function send(to: EnrolmentTarget | undefined): Promise<void> {
    if (!to || busy.value) return
    await enrolment.sendChallenge(to)
    // Main does not send to one target twice within its time, so the code that was sent still counts.
    if (settled.value) back()
  }

  const typed = () => (type.value === 'SMS' ? target.phone : target.mail)

  function sendAgain(): void {
    if (typed()) void send(typed())
    else change()
  }

  function verify(): void {
    if (!complete.value || busy.value) return
    void enrolment.verify(code.value)
  }

  function submit(): void {
    if (confirming.value) {
      verify()
      return
    }
    attempts.value++
    void send(typed())
  }

  watch(
    () => challenge.value?.sentAt,
    () => {
      back()
      code.value = ''
    }
  )

  return {
    type,
    challenge,
    confirming,
    verifying,
    busy,
    failure,
    attempts,
    code,
    complete,
    change,
    back,
    sendAgain,
    verify,
    submit
  }
}

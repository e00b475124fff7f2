import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import type { EnrolmentState, EnrolmentTarget } from '../../contract/enrolment'
import type { Failure } from '../../contract/result'
import { useCodeTargetStore } from '../stores/codeTarget'
import { useEnrolmentStore } from '../stores/enrolment'

/** The factors whose code is sent to somewhere. */
export type SentFactor = 'SMS' | 'EMAIL'
export type SentChallenge = Extract<EnrolmentState, { phase: 'challengeSent' | 'verifying' }>

export interface CodeEnrolment {
  type: ComputedRef<SentFactor>
  /** Missing as long as no code was sent. */
  challenge: ComputedRef<SentChallenge | undefined>
  /** A code was sent and is asked for; otherwise it is asked where to send one. */
  confirming: ComputedRef<boolean>
  verifying: ComputedRef<boolean>
  busy: ComputedRef<boolean>
  failure: ComputedRef<Failure | undefined>
  /** How often this form was handed in. */
  attempts: Ref<number>
  code: Ref<string>
  complete: ComputedRef<boolean>
  /** Back to the form; sends nothing. */
  change: () => void
  /** From the form to the code that is out. */
  back: () => void
  sendAgain: () => void
  verify: () => void
  /** What the primary button does. */
  submit: () => void
}

export function useCodeEnrolment(): CodeEnrolment {
  const enrolment = useEnrolmentStore()
  const target = useCodeTargetStore()
  const code = ref('')
  const attempts = ref(0)
  /** When the person went back to the form although a code was sent, in ms since the epoch. */
  const changingSince = ref<number>()

  const type = computed(() =>
    'factorType' in enrolment.state && enrolment.state.factorType === 'EMAIL' ? 'EMAIL' : 'SMS'
  )
  const challenge = computed(() => {
    const { state } = enrolment
    return state.phase === 'challengeSent' || state.phase === 'verifying' ? state : undefined
  })
  const confirming = computed(() => challenge.value !== undefined && changingSince.value === undefined)
  const verifying = computed(() => enrolment.state.phase === 'verifying')
  const busy = computed(() => verifying.value || ('pending' in enrolment.state && enrolment.state.pending))
  const complete = computed(() => /^\d{4,8}$/.test(code.value))
  const failure = computed(() => {
    const known = 'failure' in enrolment.state ? enrolment.state.failure : undefined
    // What was refused before the form was opened was something else.
    return [enrolment.failure, known].find((one) => one && one.at >= (changingSince.value ?? 0))
  })
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
    await enrolment.ask(window.bridge.enrolment.sendChallenge({ target: to }))
    // Main does not send to the same target twice within its time: the code that is out still counts.
    if (settled.value) back()
  }

  const typed = () => (type.value === 'SMS' ? target.phone : target.mail)

  function sendAgain(): void {
    if (typed()) void send(typed())
    else change()
  }

  function verify(): void {
    if (!complete.value || busy.value) return
    void enrolment.ask(window.bridge.enrolment.verify({ passcode: code.value }))
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

import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { weaknessOf } from '../../contract/pin'
import type { ErrorCode, Failure } from '../../contract/result'
import { useFormat } from '../composables/useFormat'
import { useText } from '../composables/useText'

interface PinChange {
  current: Ref<string>
  pin: Ref<string>
  repeated: Ref<string>
  pending: Ref<boolean>
  currentError: ComputedRef<string>
  pinError: ComputedRef<string>
  repeatedError: ComputedRef<string>
  /** What no field can be blamed for. */
  otherError: ComputedRef<string>
  /** Tells whether it is done. */
  save: () => Promise<boolean>
}

const aboutCurrent: readonly ErrorCode[] = ['pinWrong', 'pinTooSoon', 'pinAttemptsSpent']

/** Setting, changing or removing the PIN: what is typed, and what is wrong with it once somebody wants it so. */
export function usePinChange(mode: 'set' | 'change' | 'remove'): PinChange {
  const { t } = useText()
  const { moment } = useFormat()
  const current = ref('')
  const pin = ref('')
  const repeated = ref('')
  const pending = ref(false)
  const asked = ref(false)
  const failure = shallowRef<Failure>()

  const weakness = computed(() => (mode === 'remove' ? undefined : weaknessOf(pin.value)))
  const differs = computed(() => mode !== 'remove' && pin.value !== repeated.value)

  const currentError = computed(() => {
    if (asked.value && mode !== 'set' && current.value === '') return t('lock.empty')
    if (!failure.value || !aboutCurrent.includes(failure.value.code)) return ''
    const { code, retryAt } = failure.value
    const wait = retryAt === undefined ? '' : ` ${t('lock.waitUntil', { moment: moment(retryAt) })}`
    return t(`errors.${code}.text`) + wait
  })
  const pinError = computed(() => (asked.value && weakness.value ? t(`lock.weak.${weakness.value}`) : ''))
  const repeatedError = computed(() => (asked.value && !weakness.value && differs.value ? t('lock.differs') : ''))
  const otherError = computed(() =>
    failure.value && currentError.value === '' ? t(`errors.${failure.value.code}.text`) : ''
  )

  watch([current, pin, repeated], () => (failure.value = undefined), { flush: 'sync' })

  async function save(): Promise<boolean> {
    asked.value = true
    const incomplete = (mode !== 'set' && current.value === '') || weakness.value !== undefined || differs.value
    if (pending.value || incomplete) return false
    pending.value = true
    const result =
      mode === 'remove'
        ? await window.bridge.lock.removePin({ pin: current.value })
        : await window.bridge.lock.setPin({ pin: pin.value, ...(mode === 'change' && { current: current.value }) })
    pending.value = false
    if (result.ok) return true
    current.value = ''
    asked.value = false
    failure.value = result.error
    return false
  }

  return { current, pin, repeated, pending, currentError, pinError, repeatedError, otherError, save }
}

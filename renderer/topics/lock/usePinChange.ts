import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { LockSettings } from '../../../contract/lock'
import { weaknessOf } from '../../../contract/pin'
import type { ErrorCode, Failure, Result } from '../../../contract/result'
import { useLockStore } from '../../stores/lock'
import { useFormat } from '../../text/useFormat'
import { useSentences } from '../../text/useSentences'
import { useText } from '../../text/useText'

/** The purpose of the dialog for which the current PIN is asked for, or a new one is chosen. */
export type PinMode = 'set' | 'change' | 'remove' | 'confirm'

interface PinChange {
  current: Ref<string>
  pin: Ref<string>
  repeated: Ref<string>
  pending: Ref<boolean>
  currentError: ComputedRef<string>
  pinError: ComputedRef<string>
  repeatedError: ComputedRef<string>
  /** The error that concerns no field. */
  otherError: ComputedRef<string>
  /** Resolves to true if the change was made. */
  save: () => Promise<boolean>
}

const aboutCurrent: readonly ErrorCode[] = ['pinWrong', 'pinTooSoon', 'pinAttemptsSpent']

/**
 * Sets, changes or removes the PIN, or confirms settings by it. It holds the entries and, after the first attempt,
 * their errors.
 *
 * @param settings the settings that `confirm` puts in force
 */
export function usePinChange(mode: PinMode, settings?: LockSettings): PinChange {
  const { t } = useText()
  const { moment } = useFormat()
  const { inRow } = useSentences()
  const lock = useLockStore()
  const current = ref('')
  const pin = ref('')
  const repeated = ref('')
  const pending = ref(false)
  const asked = ref(false)
  const failure = shallowRef<Failure>()

  const asksNew = mode === 'set' || mode === 'change'
  const weakness = computed(() => (asksNew ? weaknessOf(pin.value) : undefined))
  const differs = computed(() => asksNew && pin.value !== repeated.value)

  const currentError = computed(() => {
    if (asked.value && mode !== 'set' && current.value === '') return t('lock.empty')
    if (!failure.value || !aboutCurrent.includes(failure.value.code)) return ''
    const { code, retryAt } = failure.value
    const text = t(`errors.${code}.text`)
    return retryAt === undefined ? text : inRow(text, t('lock.waitUntil', { moment: moment(retryAt) }))
  })
  const pinError = computed(() => (asked.value && weakness.value ? t(`lock.weak.${weakness.value}`) : ''))
  const repeatedError = computed(() => (asked.value && !weakness.value && differs.value ? t('lock.differs') : ''))
  const otherError = computed(() =>
    failure.value && currentError.value === '' ? t(`errors.${failure.value.code}.text`) : ''
  )

  watch([current, pin, repeated], () => (failure.value = undefined), { flush: 'sync' })

  function send(): Promise<Result<void>> {
    if (mode === 'remove') return lock.removePin(current.value)
    if (mode === 'confirm' && settings) return lock.change(current.value, settings)
    return lock.setPin(pin.value, mode === 'change' ? current.value : undefined)
  }

  async function save(): Promise<boolean> {
    asked.value = true
    const incomplete = (mode !== 'set' && current.value === '') || weakness.value !== undefined || differs.value
    if (pending.value || incomplete) return false
    pending.value = true
    const result = await send()
    pending.value = false
    if (result.ok) return true
    current.value = ''
    asked.value = false
    failure.value = result.error
    return false
  }

  return { current, pin, repeated, pending, currentError, pinError, repeatedError, otherError, save }
}

import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'
import type { TenantEntry } from '../../../contract/accounts'
import type { Failure } from '../../../contract/result'
import type { ConfigurationProblem } from '../../../contract/session'
import { useFailureText } from '../../failures/useFailureText'
import { useText } from '../../text/useText'
import { useAccountsStore } from '../../stores/accounts'

/** The problems of the start options that the person corrects in the address field. */
const hostProblems: readonly ConfigurationProblem[] = ['hostMissing', 'hostInvalid', 'hostNotSecure']

interface Entry {
  host: Ref<string>
  appId: Ref<string>
  /** The error of the field in words; empty if there is none. */
  hostError: ComputedRef<string>
  appIdError: ComputedRef<string>
  /** The reason why the tenant could not be added, if it concerns neither field. */
  failure: ComputedRef<Failure | undefined>
  complete: ComputedRef<boolean>
  pending: Ref<boolean>
  add: () => Promise<void>
}

/**
 * Holds a tenant that a person types. An error stands at its field, which gets the focus.
 *
 * @param form holds the fields
 * @param problem of the start options, shown until the field is changed
 */
export function useTenantEntry(
  form: Readonly<Ref<HTMLFormElement | null>>,
  initial: TenantEntry,
  problem?: ConfigurationProblem
): Entry {
  const { t } = useText()
  const words = useFailureText()
  const accounts = useAccountsStore()
  const host = ref(initial.host)
  const appId = ref(initial.appId)
  const pending = ref(false)
  const refused = ref<TenantEntry>()

  /** True while the fields still have the refused content. */
  const isRefused = computed(() => refused.value?.host === host.value && refused.value.appId === appId.value)
  const code = computed(() => (isRefused.value ? accounts.failure?.code : undefined))
  const said = computed(() => {
    const { failure: refusal } = accounts
    return refusal ? t('connect.refused', { title: words.title(refusal), text: words.text(refusal) }) : ''
  })

  const hostError = computed(() => {
    if (code.value === 'hostInvalid') return said.value
    if (!problem || !hostProblems.includes(problem) || host.value !== initial.host) return ''
    return t(`connect.problem.${problem}`)
  })
  const appIdError = computed(() => {
    if (code.value === 'appIdInvalid') return said.value
    return problem === 'appIdMissing' && appId.value === initial.appId ? t('connect.problem.appIdMissing') : ''
  })
  const failure = computed(() =>
    code.value && code.value !== 'hostInvalid' && code.value !== 'appIdInvalid' ? accounts.failure : undefined
  )
  const complete = computed(() => host.value.trim() !== '' && appId.value.trim() !== '')

  async function add(): Promise<void> {
    if (!complete.value || pending.value) return
    const entry = { host: host.value, appId: appId.value }
    pending.value = true
    // A success takes this view away.
    if (!(await accounts.add(entry))) refused.value = entry
    pending.value = false
    await nextTick()
    form.value?.querySelector<HTMLInputElement>('[aria-invalid=true]')?.focus()
  }

  return { host, appId, hostError, appIdError, failure, complete, pending, add }
}

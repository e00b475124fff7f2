import { computed } from 'vue'
import type { Failure } from '../../contract/result'
import { useAccountStore } from '../stores/account'
import { useSettingsStore } from '../stores/settings'
import { useFormat } from './useFormat'
import { useOrganisation } from './useOrganisation'
import { useText } from './useText'

/** What to do about a failure, in words; `title` is the short form: what happened. */
export function useFailureText(): { title: (failure: Failure) => string; text: (failure: Failure) => string } {
  const { t } = useText()
  const { span } = useFormat()
  const settings = useSettingsStore()
  const { here } = useOrganisation()
  const account = useAccountStore()
  const name = computed(() => account.account?.displayName)
  /** Where it is about the way to the tenant, its host is named: nobody has proven a name there. */
  const values = () => ({ tenant: here.value, host: settings.appearance.tenant })

  return {
    title: ({ code }) => t(`errors.${code}.title`, values()),
    text({ code, issuer, proxy, clockErrorMs }) {
      const advice = t(`errors.${code}.text`, { ...values(), ...(proxy !== undefined && { proxy }) })
      if (code === 'confirmationOtherAccount' && name.value) return t('signInAs', { account: name.value, advice })
      if (issuer) return t('certificateSignedBy', { issuer, advice })
      if (clockErrorMs === undefined) return advice
      return t(clockErrorMs > 0 ? 'clockOff.fast' : 'clockOff.slow', { time: span(Math.abs(clockErrorMs)), advice })
    }
  }
}

import type { Failure } from '../../contract/result'
import { useProfileStore } from '../stores/profile'
import { useSettingsStore } from '../stores/settings'
import { useFormat } from '../text/useFormat'
import { useOrganisation } from '../stores/useOrganisation'
import { useText } from '../text/useText'

/** Returns the words for a failure: `title` says in short what happened, `text` says what to do about it. */
export function useFailureText(): { title: (failure: Failure) => string; text: (failure: Failure) => string } {
  const { t } = useText()
  const { span } = useFormat()
  const settings = useSettingsStore()
  const { here } = useOrganisation()
  const profile = useProfileStore()
  /** Texts about the way to the tenant name its host, because nobody has proven a name there. */
  const values = () => ({ tenant: here.value, host: settings.appearance.tenant })

  return {
    title: ({ code }) => t(`errors.${code}.title`, values()),
    text({ code, issuer, proxy, clockErrorMs }) {
      const advice = t(`errors.${code}.text`, { ...values(), ...(proxy !== undefined && { proxy }) })
      if (code === 'confirmationOtherAccount' && profile.name) return t('signInAs', { account: profile.name, advice })
      if (issuer) return t('certificateSignedBy', { issuer, advice })
      if (clockErrorMs === undefined) return advice
      return t(clockErrorMs > 0 ? 'clockOff.fast' : 'clockOff.slow', { time: span(Math.abs(clockErrorMs)), advice })
    }
  }
}

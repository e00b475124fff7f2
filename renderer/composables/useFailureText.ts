import type { Failure } from '../../contract/result'
import { useSettingsStore } from '../stores/settings'
import { useFormat } from './useFormat'
import { useText } from './useText'

/** What to do about a failure, in words; `title` is the short form: what happened. */
export function useFailureText(): { title: (failure: Failure) => string; text: (failure: Failure) => string } {
  const { t } = useText()
  const { span } = useFormat()
  const settings = useSettingsStore()
  const values = () => ({ tenant: settings.appearance.tenant })

  return {
    title: ({ code }) => t(`errors.${code}.title`, values()),
    text({ code, issuer, proxy, clockErrorMs }) {
      const advice = t(`errors.${code}.text`, { ...values(), ...(proxy !== undefined && { proxy }) })
      if (issuer) return t('certificateSignedBy', { issuer, advice })
      if (clockErrorMs === undefined) return advice
      return t(clockErrorMs > 0 ? 'clockOff.fast' : 'clockOff.slow', { time: span(Math.abs(clockErrorMs)), advice })
    }
  }
}

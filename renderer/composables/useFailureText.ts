import type { Failure } from '../../contract/result'
import { useSettingsStore } from '../stores/settings'
import { useText } from './useText'

/** What to do about a failure, in words; `title` is the short form: what happened. */
export function useFailureText(): { title: (failure: Failure) => string; text: (failure: Failure) => string } {
  const { t } = useText()
  const settings = useSettingsStore()
  const values = () => ({ tenant: settings.appearance.tenant })

  return {
    title: ({ code }) => t(`errors.${code}.title`, values()),
    text({ code, issuer }) {
      const advice = t(`errors.${code}.text`, values())
      return issuer ? t('certificateSignedBy', { issuer, advice }) : advice
    }
  }
}

import { computed, type ComputedRef } from 'vue'
import type { Failure } from '../../../contract/result'
import { useFailureText } from '../../failures/useFailureText'
import { useRecovery, willPass } from '../../failures/useRecovery'
import { useAnnouncementsStore } from '../../kit/announcements'
import { useFactorsStore } from '../../stores/factors'
import { useText } from '../../text/useText'

/** Says why a list of methods is missing, and reads again: by itself where that may help, or when the person asks. */
export function useFactorsFailure(recovered: () => void): {
  failure: ComputedRef<Failure | undefined>
  text: ComputedRef<string>
  /** The request that failed, in words. */
  asked: ComputedRef<string>
  retryAsked: () => Promise<void>
} {
  const { t } = useText()
  const factors = useFactorsStore()
  const words = useFailureText()
  const announcements = useAnnouncementsStore()

  const failure = computed(() => factors.toEnroll.failure ?? factors.enrolled.failure)
  const text = computed(() => {
    if (!failure.value || !factors.failed) return ''
    const said = t(`methods.failed.${factors.failed}`, { advice: words.text(failure.value) })
    return willPass(failure.value) ? t('list.byItself', { said }) : said
  })
  const asked = computed(() => t(factors.toEnroll.failure ? 'methods.asked.toEnroll' : 'methods.asked.enrolled'))

  /** Resolves to true if both lists are there again. */
  async function retry(): Promise<boolean> {
    await factors.retry()
    if (failure.value) return false
    recovered()
    void announcements.announce(t('methods.loaded'))
    return true
  }

  async function retryAsked(): Promise<void> {
    if ((await retry()) || !failure.value) return
    void announcements.announce(t('list.again', { title: words.title(failure.value) }))
  }

  useRecovery(
    () => failure.value,
    () => factors.pending,
    () => void retry()
  )

  return { failure, text, asked, retryAsked }
}

import { computed, type ComputedRef } from 'vue'
import type { AskedBy } from '../../../contract/enrolment'
import { useEnrolmentStore } from '../../stores/enrolment'
import { useText } from '../../text/useText'

/** Returns the question that main asks outside of the window before a method is added; undefined while it asks none. */
export function useAdditionQuestion(): ComputedRef<
  { by: AskedBy; link?: string | undefined; title: string } | undefined
> {
  const { t } = useText()
  const enrolment = useEnrolmentStore()

  return computed(() => {
    const { state } = enrolment
    if (state.phase !== 'started' && state.phase !== 'challengeSent') return undefined
    const { factorType, question } = state
    if (!question) return undefined
    const title =
      question.by === 'dialog'
        ? t('enrolment.question.dialog.title')
        : t(`enrolment.question.signIn.title.${factorType}`)
    return { ...question, title }
  })
}

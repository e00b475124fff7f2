import { computed, type ComputedRef } from 'vue'
import type { DrillItem } from '../../../contract/drill'
import { useSentences } from '../../text/useSentences'
import { useText } from '../../text/useText'

/** Returns the answer of a drill in words. Where codes merely arrive is no way in, so it is not counted. */
export function useVerdict(items: () => readonly DrillItem[]): {
  tone: ComputedRef<'success' | 'danger' | 'neutral'>
  sentence: ComputedRef<string>
} {
  const { t } = useText()
  const { inRow } = useSentences()

  const ways = computed(() => items().filter(({ kind }) => kind === 'factor' || kind === 'recoveryCode'))
  const count = (as: 'works' | 'fails', among: readonly DrillItem[]): number =>
    among.filter(({ standing }) => standing.as === as).length
  const works = computed(() => count('works', ways.value))
  const fails = computed(() => count('fails', ways.value))

  const tone = computed(() => {
    if (works.value > 0) return 'success'
    return fails.value > 0 ? 'danger' : 'neutral'
  })

  const sentence = computed(() => {
    if (works.value === 0) return withoutWay()
    const yes = works.value === 1 ? t('drill.verdict.yesOne') : t('drill.verdict.yesMany', { count: works.value })
    if (fails.value === 0) return yes
    return inRow(
      yes,
      fails.value === 1 ? t('drill.verdict.failOne') : t('drill.verdict.failMany', { count: fails.value })
    )
  })

  function withoutWay(): string {
    if (fails.value === 1) return t('drill.verdict.noOne')
    if (fails.value > 1) return t('drill.verdict.noMany', { count: fails.value })
    const tested = count('works', items()) + count('fails', items())
    return t(tested > 0 ? 'drill.verdict.contacts' : 'drill.verdict.nothing')
  }

  return { tone, sentence }
}

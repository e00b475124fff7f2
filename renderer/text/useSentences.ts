import { computed, type ComputedRef } from 'vue'
import { useText } from './useText'

/** Puts sentences in a row as the language does: English sets a space between them, Chinese does not. */
export function useSentences(): {
  /** Leaves out what is empty or false. */
  inRow: (...sentences: (string | false)[]) => string
  /** Stands between two sentences, or a sentence and what it is about, that are elements of their own. */
  gap: ComputedRef<string>
} {
  const { locale } = useText()
  const list = computed(() => new Intl.ListFormat(locale.value, { type: 'unit', style: 'narrow' }))
  return {
    inRow: (...sentences) => list.value.format(sentences.flatMap((one) => (one ? [one] : []))),
    gap: computed(() => list.value.format(['', '']))
  }
}

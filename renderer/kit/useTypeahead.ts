import { onScopeDispose } from 'vue'

/** In ms. After such a pause the next key begins another word. */
const pauseMs = 700

/**
 * Collects the letters that are typed in a list without a text field.
 *
 * @param find gets the letters in lower case; `longer` is true if they continue the word before
 */
export function useTypeahead(find: (typed: string, longer: boolean) => void): {
  onKey: (event: KeyboardEvent) => void
} {
  let typed = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  function onKey({ key, ctrlKey, metaKey, altKey, isComposing }: KeyboardEvent): void {
    if (ctrlKey || metaKey || altKey || isComposing || !/^[\p{L}\p{N}]$/u.test(key)) return
    const letter = key.toLocaleLowerCase()
    clearTimeout(timer)
    timer = setTimeout(() => (typed = ''), pauseMs)
    // Repeating one letter steps through all items that begin with it.
    typed = typed === letter ? letter : typed + letter
    find(typed, typed.length > 1)
  }

  onScopeDispose(() => clearTimeout(timer))
  return { onKey }
}

export type CodeMode = 'digits' | 'text'

/**
 * Returns the code that a person typed or pasted: full-width characters become plain ones, and spaces, dashes and all
 * else that no code contains are dropped. `digits` mode keeps only 0 to 9.
 */
export function cleanCode(typed: string, mode: CodeMode, longest: number): string {
  const wanted = mode === 'digits' ? /[^0-9]/g : /[^\p{L}\p{N}]/gu
  return typed.normalize('NFKC').replace(wanted, '').slice(0, longest)
}

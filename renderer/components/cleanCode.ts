export type CodeMode = 'digits' | 'text'

/**
 * What a person means by what was typed or pasted: full-width characters become plain ones, spaces, dashes and
 * whatever else no code contains are left out. In `digits` mode only 0 to 9 stay.
 */
export function cleanCode(typed: string, mode: CodeMode, longest: number): string {
  const wanted = mode === 'digits' ? /[^0-9]/g : /[^\p{L}\p{N}]/gu
  return typed.normalize('NFKC').replace(wanted, '').slice(0, longest)
}

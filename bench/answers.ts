import { z } from 'zod'
import type { Sandbox } from '../sandbox'

const rows = z.object({ data: z.object({ list: z.array(z.unknown()).min(2) }) })

/** Returns true for a page of a list, and false for the single row that is asked for to learn how many there are. */
export const hasRows = (answer: unknown): boolean => rows.safeParse(answer).success

/**
 * Notes the answers of the sandbox to `path` that are `counted`. Returns what gives the moment of the first one since it was
 * called last, in ms since the epoch.
 */
export function firstAnswerOf(
  { faults }: Sandbox,
  path: string,
  counted: (answer: unknown) => boolean = () => true
): () => number {
  let first: number | undefined
  faults.set(path, {
    kind: 'rewrite',
    change(answer) {
      if (counted(answer)) first ??= Date.now()
      return answer
    }
  })
  return () => {
    const at = first ?? NaN
    first = undefined
    return at
  }
}

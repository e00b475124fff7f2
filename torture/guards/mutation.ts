import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Guard } from './list'

type Change = Pick<Guard, 'file' | 'text' | 'replacement'>

/** Returns how often the guard's text occurs in its file. */
export const occurrences = (root: string, { file, text }: Change): number =>
  readFileSync(join(root, file), 'utf8').split(text).length - 1

/** Returns the file without its guard. Throws if the text is not found exactly once. */
export function mutantOf(root: string, change: Change): string {
  const found = occurrences(root, change)
  if (found !== 1) throw new Error(`the text occurs ${found} times in ${change.file}`)
  return readFileSync(join(root, change.file), 'utf8').replace(change.text, () => change.replacement)
}

/** Runs `work` while the file in the tree at `root` lacks its guard, and always restores the guard. */
export async function withoutIt<T>(root: string, change: Change, work: () => Promise<T>): Promise<T> {
  const file = join(root, change.file)
  const original = readFileSync(file)
  const mutant = mutantOf(root, change)
  try {
    writeFileSync(file, mutant)
    return await work()
  } finally {
    writeFileSync(file, original)
  }
}

import { createHash } from 'node:crypto'

/** Returns a hash that stands for a person in files that must not name them. */
export const hashOfSub = (sub: string): string => createHash('sha256').update(sub).digest('hex').slice(0, 16)

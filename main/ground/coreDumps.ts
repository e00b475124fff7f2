import { writeFileSync } from 'node:fs'

/**
 * Keeps the memory of this process, and of every process it starts from now on, out of core dumps. Only Linux allows this
 * without native code.
 */
export function keepMemoryOutOfCoreDumps(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0')
}

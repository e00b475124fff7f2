import { writeFileSync } from 'node:fs'

/**
 * Keeps this process's memory, and that of every process it starts from now on, out of core dumps. Only Linux lets a process
 * say this without native code.
 */
export function keepMemoryOutOfCoreDumps(): void {
  if (process.platform === 'linux') writeFileSync('/proc/self/coredump_filter', '0')
}

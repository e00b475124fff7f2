import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { processTree } from '../e2e/support/processes'
import { pause } from '../main/ground/pause'
import { paintedAt } from './devtools'
import { debuggerAddress, proportionalMegabytes } from './figures'

const idleMs = 6_000
export const root = fileURLToPath(new URL('..', import.meta.url))
export const executable = process.env['HOLDFAST_ELECTRON'] ?? ''
export const asRoot = process.getuid?.() === 0

/** A program that Electron starts, with the figures of its starts (ms) and of its memory (MB). */
export interface Program {
  name: string
  args: string[]
  /** An expression that becomes true in the page as soon as all of it is there. */
  complete: string
  starts: number[]
  memory: number[]
}

export const reference = (name: string, folder: string): Program => ({
  name,
  args: [join(root, 'bench', folder)],
  complete: "document.querySelector('h1') !== null",
  starts: [],
  memory: []
})

/** Measures the time from the start of the program to the painted frame, by the clock that this process and the page share. */
export async function measure({ args, complete, starts, memory }: Program, withMemory: boolean): Promise<void> {
  const switches = [...(asRoot ? ['--no-sandbox'] : []), '--remote-debugging-port=0']
  const startedAt = performance.timeOrigin + performance.now()
  const child = spawn(executable, [...args, ...switches], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  starts.push((await paintedAt(await debuggerOf(child), complete)) - startedAt)
  if (withMemory) memory.push(await memoryOf(child))
  child.kill()
  await ended
}

/** Resolves with the debugger's address. Keeps reading as long as the process lives, so that a full pipe does not block it. */
function debuggerOf({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = ''
    stderr?.setEncoding('utf8')
    stderr?.on('data', (part) => {
      said += String(part)
      const address = debuggerAddress(said)
      if (address !== undefined) resolve(address)
    })
    stderr?.on('end', () => reject(new Error(`Electron ended before it could be measured: ${said}`)))
  })
}

/** Resolves with the MB that the process and its descendants hold. Shared pages count once. */
async function memoryOf({ pid = NaN }: ChildProcess): Promise<number> {
  await pause(idleMs)
  const rollups = (await processTree(pid)).map((one) => readFile(`/proc/${one.pid}/smaps_rollup`, 'utf8'))
  return (await Promise.all(rollups)).reduce((sum, rollup) => sum + proportionalMegabytes(rollup), 0)
}

import type { ElectronApplication } from '@playwright/test'
import { readdir, readFile, readlink } from 'node:fs/promises'

interface Process {
  pid: number
  command: string
}

/** Resolves with a process and all its descendants, as Linux lists them. */
export async function processTree(root: number): Promise<Process[]> {
  const found: (Process & { parent: number })[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // Processes start and end while the list is read.
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    const parent = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
    found.push({ pid: Number(name), parent, command: command.replaceAll('\0', ' ') })
  }
  const tree = found.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...found.filter(({ parent }) => parent === pid))
  return tree.map(({ pid, command }) => ({ pid, command }))
}

/** Kills a process, unless it has ended by itself since it was listed. */
export function killListed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/** Resolves with the addresses, as in `/proc/net/tcp`, at which a process or a descendant accepts connections. */
export async function listeningAddresses(root: number): Promise<string[]> {
  const sockets = new Map<string, string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of (await readFile(table, 'utf8')).split('\n').slice(1)) {
      const [, local = '', , state, , , , , , inode = ''] = line.trim().split(/\s+/)
      if (state === '0A') sockets.set(`socket:[${inode}]`, local)
    }
  }
  const addresses: string[] = []
  for (const { pid } of await processTree(root)) {
    const folder = `/proc/${pid}/fd`
    for (const fd of await readdir(folder).catch(() => [])) {
      const address = sockets.get(await readlink(`${folder}/${fd}`).catch(() => ''))
      if (address !== undefined) addresses.push(address)
    }
  }
  return [...new Set(addresses)].sort()
}

/** Makes the app quit after it has answered the test, because an answer is lost when the app ends. */
export const askToQuit = (app: ElectronApplication): Promise<void> =>
  app.evaluate(({ app: main }) => void setImmediate(() => main.quit()))

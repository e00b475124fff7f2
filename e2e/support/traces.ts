import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Page } from '@playwright/test'

/** Returns a secret as it is, and in the encodings that it may have passed through. */
function formsOf(secret: string): [string, Buffer][] {
  const forms: [string, Buffer][] = [
    ['plain', Buffer.from(secret)],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['base64', Buffer.from(Buffer.from(secret).toString('base64').slice(0, 40))],
    ['percent', Buffer.from(encodeURIComponent(secret))]
  ]
  return forms.filter(([name, bytes]) => name === 'plain' || !bytes.equals(Buffer.from(secret)))
}

/** Returns the places and forms in which a secret occurs in `content`, but never the secret itself. */
export const tracesIn = (where: string, content: Buffer | string, secrets: string[]): string[] =>
  secrets.flatMap((secret) =>
    formsOf(secret)
      .filter(([, bytes]) => Buffer.from(content).includes(bytes))
      .map(([form]) => `${form} in ${where}`)
  )

/**
 * Resolves with the traces in the page's memory, markup and storages. A value that the page has released may outlive a
 * garbage collection by a task or two, so tests use `expect.poll` to expect no trace.
 */
export async function tracesInPage(window: Page, secrets: string[]): Promise<string[]> {
  const heap = await heapOf(window)
  return [...tracesIn('the heap', heap, secrets), ...tracesIn('the page', await visibleIn(window), secrets)]
}

/** Resolves with the traces in every file below a folder. Nothing may write to the folder any more. */
export async function tracesInFiles(folder: string, secrets: string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    found.push(...tracesIn(file, await readFile(file), secrets))
  }
  return found
}

/** Resolves with a snapshot of the page's memory, after a garbage collection. */
export async function heapOf(window: Page): Promise<string> {
  const devtools = await window.context().newCDPSession(window)
  let heap = ''
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (heap += chunk))
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot')
  await devtools.detach()
  return heap
}

const visibleIn = (window: Page): Promise<string> =>
  window.evaluate(
    () =>
      document.documentElement.outerHTML +
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])
  )

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { inMemory } from '../main/vault/memory'
import { readRecord } from '../main/vault/record'
import { accountFolder, expect, test } from './fixtures'

/** A secret as it stands, and as it would look when it was encoded on its way. */
function formsOf(secret: string): [string, Buffer][] {
  const forms: [string, Buffer][] = [
    ['plain', Buffer.from(secret)],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['base64', Buffer.from(Buffer.from(secret).toString('base64').slice(0, 40))],
    ['percent', Buffer.from(encodeURIComponent(secret))]
  ]
  return forms.filter(([name, bytes]) => name === 'plain' || !bytes.equals(Buffer.from(secret)))
}

const findings = (where: string, content: Buffer | string, secrets: string[]): string[] =>
  secrets.flatMap((secret) =>
    formsOf(secret)
      .filter(([, bytes]) => Buffer.from(content).includes(bytes))
      .map(([form]) => `${form} in ${where}`)
  )

async function heapOf(window: Page): Promise<string> {
  const devtools = await window.context().newCDPSession(window)
  let heap = ''
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (heap += chunk))
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

async function* filesUnder(folder: string): AsyncGenerator<string> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) yield join(entry.parentPath, entry.name)
  }
}

test('tokens are in the keychain and nowhere else: not in the page’s memory, markup or storage, in no file and no log', async ({
  launch,
  signInAs,
  entriesOf,
  folder
}) => {
  const first = await launch()
  await signInAs(first, 1)
  const entries = await entriesOf(await accountFolder(folder))
  const stored = await readRecord(inMemory(entries))
  const secrets = [stored?.rt ?? '', stored?.at ?? '']
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20)
  await expect(first.methods.rows(first.methods.active)).toHaveCount(2)

  const found = [
    ...findings('the heap', await heapOf(first.window), secrets),
    ...findings('the page', await visibleIn(first.window), secrets)
  ]
  await first.app.close()
  found.push(...findings('the output', first.output(), secrets))
  for await (const file of filesUnder(folder)) found.push(...findings(file, await readFile(file), secrets))
  expect(found).toEqual([])

  await test.step('and the search finds what is there', async () => {
    const second = await launch()
    await second.methods.title.waitFor()
    await second.window.evaluate((planted) => Object.assign(window, { planted }), secrets)
    expect(findings('the heap', await heapOf(second.window), secrets)).toEqual([
      'plain in the heap',
      'plain in the heap'
    ])
  })
})

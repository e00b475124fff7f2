import { inMemory } from '../../main/vault/memory'
import { readRecord } from '../../main/vault/record'
import { accountFolder, expect, test } from '../fixtures'
import { heapOf, tracesIn, tracesInFiles, tracesInPage } from '../support/traces'

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

  const found = await tracesInPage(first.window, secrets)
  await first.app.close()
  found.push(...tracesIn('the output', first.output(), secrets), ...(await tracesInFiles(folder, secrets)))
  expect(found).toEqual([])

  await test.step('and the search finds what is there', async () => {
    const second = await launch()
    await second.methods.title.waitFor()
    await second.window.evaluate((planted) => Object.assign(window, { planted }), secrets)
    expect(tracesIn('the heap', await heapOf(second.window), secrets)).toEqual([
      'plain in the heap',
      'plain in the heap'
    ])
  })
})

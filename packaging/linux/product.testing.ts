import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Product } from './product'

/** Makes a product small enough to be packed within a test. `folder` has room for whatever is built of it. */
export async function smallProduct(facts: Partial<Product> = {}): Promise<{ folder: string; product: Product }> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-package-'))
  const tree = join(folder, 'tree')
  await mkdir(join(tree, 'resources'), { recursive: true })
  for (const program of ['holdfast', 'chrome-sandbox']) {
    await writeFile(join(tree, program), `#!/bin/sh\necho ${program}\n`, { mode: 0o700 })
  }
  await writeFile(join(tree, 'resources/app.asar'), 'app', { mode: 0o600 })
  const product = { version: '1.2.3', testBuild: true, architecture: 'x64', time: 1_700_000_000, tree } as const
  return { folder, product: { ...product, ...facts } }
}

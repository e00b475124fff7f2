import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { writeAptRepository } from './aptRepository'
import { buildDeb } from './deb'
import type { Product } from './product'
import { buildRpm } from './rpm'
import { endKeyAgent, exportPublicKey, makeTestKey } from './signingKey'
import { layOutSystem } from './system'
import { buildTarball } from './tarball'

const fortnight = 14 * 86_400_000

/** Builds every kind of package for Linux from one tree, with their checksums. Resolves with their paths. */
export async function buildLinuxPackages(product: Product, output: string): Promise<string[]> {
  // The work folder is next to the tree, because it links to the tree's files.
  const work = join(output, 'work')
  const system = join(work, 'system')
  await layOutSystem(product, system)
  // The packages are built one after the other, because they share files, and tar stops if one of its files gets another
  // name meanwhile.
  const files = [
    await buildDeb(product, system, join(work, 'deb'), output),
    await buildRpm(product, system, join(work, 'rpm'), output),
    await buildTarball(product, join(work, 'tarball'), output)
  ]
  if (product.testBuild)
    await writeTestRepository(
      files.filter((file) => file.endsWith('.deb')),
      join(output, 'apt')
    )
  await writeChecksums(output, files)
  await rm(work, { recursive: true })
  return files
}

/** Writes a list that `sha256sum --check` reads. */
async function writeChecksums(output: string, files: string[]): Promise<void> {
  const lines = files.map(async (file) => {
    const hash = createHash('sha256').update(await readFile(file))
    return `${hash.digest('hex')}  ${basename(file)}\n`
  })
  await writeFile(join(output, 'SHA256SUMS'), await Promise.all(lines))
}

/** Offers a test build in the same way as a release. The signing key is deleted at the end. */
async function writeTestRepository(packages: string[], folder: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'holdfast-gpg-'))
  try {
    const key = await makeTestKey(home)
    const date = new Date()
    await writeAptRepository({ folder, key, date, validUntil: new Date(date.getTime() + fortnight) }, packages)
    await exportPublicKey(key, join(folder, 'holdfast.asc'))
  } finally {
    await endKeyAgent(home)
    await rm(home, { recursive: true })
  }
}

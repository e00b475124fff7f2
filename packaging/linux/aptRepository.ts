import { createHash } from 'node:crypto'
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { execute } from '../execute'
import { gpg, type SigningKey } from './signingKey'

const pool = 'pool/main/h/holdfast'
const suite = 'dists/stable'
const architectures = ['amd64', 'arm64']

export interface AptRepository {
  /** The folder to serve. Its files are never deleted, so that older packages stay and a new signature can be added alone. */
  folder: string
  key: SigningKey
  /** The time of the signature. Apt does not replace a list by an older one. */
  date: Date
  /** From then on apt refuses the repository, so that nobody can show a machine the same old repository for ever. */
  validUntil: Date
}

/** Adds packages to a repository for apt, and signs it. Without packages it only renews the signature. */
export async function writeAptRepository(repository: AptRepository, packages: readonly string[] = []): Promise<void> {
  const { folder } = repository
  await mkdir(join(folder, pool), { recursive: true })
  for (const file of packages) await copyFile(file, join(folder, pool, basename(file)))
  for (const architecture of architectures) await writeIndex(folder, architecture)
  await writeRelease(repository)
}

/**
 * Writes the list of packages for one kind of processor. Clients ask for a list by its hash and older lists stay, so nobody
 * reads half of a change.
 */
async function writeIndex(folder: string, architecture: string): Promise<void> {
  const index = join(folder, suite, 'main', `binary-${architecture}`)
  const byHash = join(index, 'by-hash/SHA256')
  const list = await execute('apt-ftparchive', ['--arch', architecture, 'packages', pool], { cwd: folder })
  await mkdir(byHash, { recursive: true })
  await writeFile(join(index, 'Packages'), list)
  await execute('gzip', ['-9nkf', join(index, 'Packages')])
  for (const name of ['Packages', 'Packages.gz']) {
    const hash = createHash('sha256').update(await readFile(join(index, name)))
    await copyFile(join(index, name), join(byHash, hash.digest('hex')))
  }
}

async function writeRelease({ folder, key, date, validUntil }: AptRepository): Promise<void> {
  const [release, inRelease] = [join(folder, suite, 'Release'), join(folder, suite, 'InRelease')]
  // A Release file would list itself, and gpg does not overwrite files.
  for (const file of [release, inRelease, `${release}.gpg`]) await rm(file, { force: true })
  const fields = {
    Origin: 'Holdfast',
    Label: 'Holdfast',
    Suite: 'stable',
    Codename: 'stable',
    Date: date.toUTCString(),
    Architectures: architectures.join(' '),
    Components: 'main'
  }
  const options = [
    ...Object.entries(fields).map(([name, value]) => `Release::${name}=${value}`),
    'DoByHash=true',
    'MD5=false',
    'SHA1=false',
    'SHA512=false'
  ].flatMap((option) => ['-o', `APT::FTPArchive::${option}`])
  const listed = await execute('apt-ftparchive', [...options, 'release', join(folder, suite)])
  // apt-ftparchive only accepts a duration, counted from its own clock, so the date is added here.
  await writeFile(release, `Valid-Until: ${validUntil.toUTCString()}\n${listed}`)
  const sign = ['--local-user', key.fingerprint, '--armor']
  await gpg(key.home, ...sign, '--output', inRelease, '--clearsign', release)
  await gpg(key.home, ...sign, '--output', `${release}.gpg`, '--detach-sign', release)
}

import { copyFile, mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { execute } from '../execute'
import { linkTree, setModes, setTimes } from './files'
import { packageVersion, type Product } from './product'

/**
 * Builds the archive that a person unpacks without root. Resolves with its path. Each version has its own folder, so an
 * update is complete before `current` points to it.
 */
export async function buildTarball(product: Product, work: string, output: string): Promise<string> {
  const { version, architecture, time, tree } = product
  const file = join(output, `holdfast-${packageVersion(product)}-linux-${architecture}.tar.gz`)
  const content = join(work, 'holdfast')
  await mkdir(join(content, 'versions'), { recursive: true })
  await linkTree(tree, join(content, 'versions', version))
  await symlink(`versions/${version}`, join(content, 'current'))
  await copyFile(join(import.meta.dirname, 'tarball-starter.sh'), join(content, 'holdfast'))
  await setModes(content)
  await setTimes(content, time)
  const alike = ['--sort=name', '--format=gnu', `--mtime=@${String(time)}`, '--numeric-owner', '--owner=0', '--group=0']
  // A file that several packages share has several names on the disk. In the archive each of them has to be a file and not
  // a link.
  const contained = ['--hard-dereference', '--directory', work, 'holdfast']
  await execute('tar', ['--create', '--use-compress-program=gzip -9n', '--file', file, ...alike, ...contained])
  return file
}

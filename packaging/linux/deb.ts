import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execute } from '../execute'
import { linkTree, setModes, setTimes, sizeOf } from './files'
import { libraries } from './libraries'
import { architectures, description, maintainer, packageVersion, type Product, summary } from './product'

const scripts = ['preinst', 'postinst', 'postrm']

/** Returns the control file of the package. `size` is its size on a disk, in bytes. */
export function debControl(product: Product, size: number): string {
  const depends = libraries.map(({ packages }) => packages.join(' | '))
  const fields = {
    Package: 'holdfast',
    Version: packageVersion(product),
    Architecture: architectures[product.architecture].deb,
    Maintainer: maintainer,
    'Installed-Size': String(Math.ceil(size / 1024)),
    Depends: [...depends, 'xdg-utils'].join(', '),
    Recommends: 'gnome-keyring | kwalletmanager | keepassxc',
    Section: 'utils',
    Priority: 'optional',
    Description: `${summary(product)}\n${description(product)
      .map((paragraph) => ` ${paragraph}`)
      .join('\n .\n')}`
  }
  return Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')
}

/** Builds the Debian package of a file system that `layOutSystem` wrote. Resolves with its path. */
export async function buildDeb(product: Product, system: string, work: string, output: string): Promise<string> {
  const file = join(output, `holdfast_${packageVersion(product)}_${architectures[product.architecture].deb}.deb`)
  await linkTree(system, work)
  await copyFile(join(import.meta.dirname, 'apparmor-profile'), join(work, 'usr/share/holdfast/apparmor-profile'))
  const doc = join(work, 'usr/share/doc/holdfast')
  await mkdir(doc, { recursive: true })
  await symlink('/opt/holdfast/resources/THIRD-PARTY-NOTICES.txt', join(doc, 'copyright'))
  const control = debControl(product, await sizeOf(work))
  const folder = join(work, 'DEBIAN')
  await mkdir(folder)
  await writeFile(join(folder, 'control'), control)
  for (const name of scripts) await copyFile(join(import.meta.dirname, 'maintainer-scripts', name), join(folder, name))
  await setModes(folder)
  await setModes(join(work, 'usr'))
  await setTimes(work, product.time)
  await execute('dpkg-deb', ['--root-owner-group', '-Zzstd', '--build', work, file], {
    env: { SOURCE_DATE_EPOCH: String(product.time) }
  })
  return file
}

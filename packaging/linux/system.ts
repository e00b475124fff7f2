import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { execute } from '../execute'
import { linkTree, setModes, setTimes } from './files'
import { packageVersion, type Product } from './product'

const icon = resolve(import.meta.dirname, '../../renderer/styles/icon.svg')
const iconSizes = [16, 24, 32, 48, 64, 128, 256, 512]

/** These files of this folder show the app to the desktop, which looks for them in these places. */
const shown = {
  'holdfast.desktop': 'usr/share/applications',
  'io.holdfast.Holdfast.metainfo.xml': 'usr/share/metainfo'
}

/** Writes the file system that deb and rpm install: the tree in /opt/holdfast, and the files that show it to the desktop. */
export async function layOutSystem(product: Product, folder: string): Promise<void> {
  const { tree, time } = product
  const at = async (path: string): Promise<string> => {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    return join(folder, path)
  }
  await linkTree(tree, await at('opt/holdfast'))
  await symlink('/opt/holdfast/holdfast', await at('usr/bin/holdfast'))
  await writeFile(await at('usr/share/holdfast/version'), `${packageVersion(product)}\n`)
  for (const [name, place] of Object.entries(shown))
    await copyFile(join(import.meta.dirname, name), await at(join(place, name)))
  await copyFile(icon, await at('usr/share/icons/hicolor/scalable/apps/holdfast.svg'))
  for (const size of iconSizes.map(String)) {
    const png = await at(`usr/share/icons/hicolor/${size}x${size}/apps/holdfast.png`)
    await execute('rsvg-convert', ['--width', size, '--height', size, '--output', png, icon])
  }
  await setModes(folder)
  await ownSandboxHelper(join(folder, 'opt/holdfast/chrome-sandbox'), join(tree, 'chrome-sandbox'))
  await setTimes(folder, time)
}

/** Lets a copy of Chromium's helper run as root. It is a copy because the tree shares its files with the other packages. */
async function ownSandboxHelper(helper: string, original: string): Promise<void> {
  await rm(helper)
  await copyFile(original, helper)
  await chmod(helper, 0o4755)
}

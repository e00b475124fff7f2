import { join } from 'node:path'
import { root } from './machine.mjs'

const { arch } = process

export const packageFolder = join(root, 'out/package')
/** The tree that `npm run package` wrote, exactly as it is shipped, and the name of its program. */
export const shippedTree = join(packageFolder, arch === 'x64' ? 'linux-unpacked' : `linux-${arch}-unpacked`)
export const program = 'holdfast'

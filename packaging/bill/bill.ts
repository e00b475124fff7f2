import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RuntimeVersions } from '../runtime'
import { bomOf } from './bom'
import { licenceText } from './licences'
import { noticesOf } from './notices'
import { shippedPackages } from './shipped'

/** These files ship next to the app and say what is in it. The paths begin at the source tree. */
export const billFiles = ['LICENSE', 'NOTICE', 'out/bill/bom.json', 'out/bill/THIRD-PARTY-NOTICES.txt']

/**
 * Writes into `out/bill` what the last build of the source tree in `root` put into the app.
 *
 * @throws Refusal if something in it may not be shipped
 */
export async function writeBill(root: string, version: string, runtime: RuntimeVersions): Promise<void> {
  const product = { version, licenceText: await readFile(join(root, 'LICENSE'), 'utf8') }
  const electron = { name: 'electron', version: runtime.electron }
  const electronLicence = await licenceText(join(root, 'node_modules/electron'), electron)
  const bom = bomOf(product, await shippedPackages(root), runtime, electronLicence)
  await writeFile(join(root, 'out/bill/bom.json'), `${JSON.stringify(bom, undefined, 2)}\n`)
  await writeFile(join(root, 'out/bill/THIRD-PARTY-NOTICES.txt'), noticesOf(bom))
}

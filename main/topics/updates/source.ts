import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isSecure } from '../../ground/tenant'

/** The place where newer versions are announced, and the root of the signatures that count there. */
export interface UpdateSource {
  /** The URL of the repository. */
  address: string
  /** The first root of trust, as it was packaged. */
  root: Buffer
}

const manifest = z.object({ updateAddress: z.string().refine(isUpdateAddress).or(z.literal('')).optional() })

function isUpdateAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  return isSecure(url) && !url.username && !url.password && !url.search && !url.hash
}

/**
 * Resolves to the source that the packager wrote into the app's folder, or to undefined if this build was given no address.
 *
 * @throws if the address is not secure or comes without a root of trust
 */
export async function readUpdateSource(app: string): Promise<UpdateSource | undefined> {
  const { updateAddress } = manifest.parse(JSON.parse(await readFile(join(app, 'package.json'), 'utf8')))
  if (!updateAddress) return undefined
  return { address: updateAddress, root: await readFile(join(app, 'root.json')) }
}

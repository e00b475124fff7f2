import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app } from 'electron'

/**
 * Resolves to the parsed bill of materials that lies beside the app, or to undefined if the app was not packaged.
 *
 * @throws the file system's error if a packaged app has lost it
 */
export async function readBillOfMaterials(): Promise<unknown> {
  const folder = app.isPackaged ? process.resourcesPath : join(app.getAppPath(), 'out/bill')
  try {
    return JSON.parse(await readFile(join(folder, 'bom.json'), 'utf8'))
  } catch (error) {
    if (!app.isPackaged && error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

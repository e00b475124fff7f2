import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/**
 * Finds the app at `target` as Electron's own default app does: a folder, with or without a package.json, or a script.
 * Fields that package.json lacks stay undefined.
 */
export function findApplication(target) {
  const path = resolve(target)
  const manifestPath = join(path, 'package.json')
  const entry = createRequire(manifestPath).resolve(path)
  if (!existsSync(manifestPath)) return { folder: dirname(entry), entry }
  const { productName, name, version } = JSON.parse(readFileSync(manifestPath, 'utf8'))
  return { folder: path, entry, name: productName ?? name, version }
}

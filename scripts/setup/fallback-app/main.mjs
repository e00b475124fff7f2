// Stands in for Electron's default app. Every import is awaited: with a floating one, `ready` fires before the app's own main
// has run, and what must come before it (enableSandbox, registerSchemesAsPrivileged) throws.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readArguments } from './arguments.mjs'

const { app: target, requires } = readArguments(process.argv.slice(1))
if (target === undefined) {
  console.error('Usage: electron FOLDER')
  process.exit(1)
}

const folder = resolve(target)
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
const require = createRequire(join(folder, 'package.json'))
app.setName(manifest.productName ?? manifest.name)
app.setVersion(manifest.version)
app.setAppPath(folder)

for (const file of requires) require(resolve(file))
await import(pathToFileURL(require.resolve(folder)).href)

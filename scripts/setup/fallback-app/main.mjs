// This file replaces Electron's default app. Every import is awaited. Otherwise `ready` would fire before the app's main
// has run, and calls that must come before it (enableSandbox, registerSchemesAsPrivileged) would throw.
import { app } from 'electron'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findApplication } from './application.mjs'
import { readArguments } from './arguments.mjs'

const { app: target, requires } = readArguments(process.argv.slice(1))
if (target === undefined) {
  console.error('Usage: electron FOLDER')
  process.exit(1)
}

const { folder, entry, name, version } = findApplication(target)
const require = createRequire(entry)
if (name !== undefined) app.setName(name)
if (version !== undefined) app.setVersion(version)
app.setAppPath(folder)

for (const file of requires) require(resolve(file))
await import(pathToFileURL(entry).href)

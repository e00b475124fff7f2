// The first import of main: what follows it may rely on a clean environment and a harmless command line.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { keepMemoryOutOfCoreDumps } from './coreDumps'
import { preferredLanguage } from './languages'
import { isDangerousVariable, isPackagedRuntime, refusals, refusedSwitch } from './launchRules'

/** The exit codes for a command line that is refused, and for a runtime that is (EX_USAGE and EX_SOFTWARE of sysexits.h). */
const exitCodes = { switch: 64, runtime: 70 }

keepMemoryOutOfCoreDumps()

// Tests and development need what a shipped app refuses: a debugger, --no-sandbox as root, a proxy that records.
if (app.isPackaged) {
  for (const name of Object.keys(process.env)) if (isDangerousVariable(name)) Reflect.deleteProperty(process.env, name)
  const refused = refusedSwitch(process.argv, process.platform === 'win32')
  if (refused !== undefined) refuse('switch', refused)
  const manifest: unknown = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))
  if (!isPackagedRuntime(manifest, process.versions.electron)) refuse('runtime', process.versions.electron)
}

function refuse(what: keyof typeof exitCodes, name: string): never {
  const text = refusals[preferredLanguage(app.getPreferredSystemLanguages())][what](name.slice(0, 60))
  process.stderr.write(`${text}\n`)
  // Before Electron is ready, Linux has no box: the text would be on stderr twice.
  if (process.platform !== 'linux') dialog.showErrorBox('Holdfast', text)
  process.exit(exitCodes[what])
}

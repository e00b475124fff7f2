// This is the first import of main, so that all others can rely on a clean environment and a harmless command line.
import { readFileSync } from 'node:fs'
import { url as debuggerAddress } from 'node:inspector'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { keepMemoryOutOfCoreDumps } from '../ground/coreDumps'
import { preferredLanguage } from '../ground/languages'
import { systemText } from '../ground/words'
import { isDangerousVariable, isPackagedRuntime, refusedSwitch } from './launchRules'

/** The exit codes for a refused command line and for a refused runtime (EX_USAGE and EX_SOFTWARE of sysexits.h). */
const exitCodes = { switch: 64, runtime: 70 }

keepMemoryOutOfCoreDumps()

// Tests and development need what a shipped app refuses: a debugger, --no-sandbox as root, a proxy that records.
if (app.isPackaged) {
  for (const name of Object.keys(process.env)) if (isDangerousVariable(name)) Reflect.deleteProperty(process.env, name)
  const refused = refusedSwitch(process.argv, process.platform === 'win32', debuggerAddress() !== undefined)
  if (refused !== undefined) refuse('switch', refused)
  const manifest: unknown = JSON.parse(readFileSync(join(app.getAppPath(), 'package.json'), 'utf8'))
  if (!isPackagedRuntime(manifest, process.versions.electron)) refuse('runtime', process.versions.electron)
}

function refuse(what: keyof typeof exitCodes, name: string): never {
  const language = preferredLanguage(app.getPreferredSystemLanguages())
  const text = systemText(language, `start.${what}`, { name: name.slice(0, 60) })
  process.stderr.write(`${text}\n`)
  // Before Electron is ready, Linux cannot show a box, and the text would be on stderr twice.
  if (process.platform !== 'linux') dialog.showErrorBox('Holdfast', text)
  process.exit(exitCodes[what])
}

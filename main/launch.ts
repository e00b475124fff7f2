// The first import of main: what follows it may rely on a clean environment and a harmless command line.
import { app, dialog } from 'electron'
import { preferredLanguage } from './languages'
import { isDangerousVariable, refusalText, refusedSwitch } from './launchRules'

/** The exit code for a command line that is refused (EX_USAGE of sysexits.h). */
const refusedExitCode = 64

// Tests and development need what a shipped app refuses: a debugger, --no-sandbox as root, a proxy that records.
if (app.isPackaged) {
  for (const name of Object.keys(process.env)) if (isDangerousVariable(name)) Reflect.deleteProperty(process.env, name)
  const refused = refusedSwitch(process.argv, process.platform === 'win32')
  if (refused !== undefined) refuse(refused)
}

function refuse(name: string): never {
  const text = refusalText[preferredLanguage(app.getPreferredSystemLanguages())](name.slice(0, 60))
  process.stderr.write(`${text}\n`)
  // Before Electron is ready, Linux has no box: the text would be on stderr twice.
  if (process.platform !== 'linux') dialog.showErrorBox('Holdfast', text)
  process.exit(refusedExitCode)
}

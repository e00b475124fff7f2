import { app, dialog } from 'electron'
import { preferredLanguage } from './languages'
import { pause } from './pause'
import { type StartProblem, startProblemText } from './profile/folderText'

/** The exit code of a start that comes to nothing (EX_CANTCREAT of sysexits.h). */
const exitCode = 73
/** How long a box that nobody closes stays, in ms: what starts the app by itself waits for its end. */
const patienceMs = 20_000

/** Tells in the system's language why the app does not start, on the error output and in a box, and ends it. */
export function refuseStart(problem: StartProblem, path: string): void {
  const text = startProblemText[preferredLanguage(app.getPreferredSystemLanguages())][problem](path)
  process.stderr.write(`${text}\n`)
  if (process.platform === 'linux') void showBox(text).finally(() => app.exit(exitCode))
  else {
    dialog.showErrorBox('Holdfast', text)
    app.exit(exitCode)
  }
}

/** Before Electron is ready Linux has no box, and its box for errors would hold up the end for as long as nobody closes it. */
async function showBox(text: string): Promise<void> {
  await app.whenReady()
  await Promise.race([dialog.showMessageBox({ type: 'error', title: 'Holdfast', message: text }), pause(patienceMs)])
}

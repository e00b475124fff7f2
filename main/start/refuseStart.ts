import { app, dialog } from 'electron'
import type { Language } from '../../contract/settings'
import { preferredLanguage } from '../ground/languages'
import { pause } from '../ground/pause'
import { systemText } from '../ground/words'
import { type OtherTenantError, otherTenantText } from '../configuration/otherTenant'
import type { FolderProblem } from '../storage/profile/folder'

/** The exit codes of a failed start and of one that the machine's file forbids (EX_CANTCREAT and EX_CONFIG of sysexits.h). */
const exitCodes = { problem: 73, otherTenant: 78 }
/** The time that a box stays if nobody closes it, in ms. A program that started the app by itself waits for its end. */
const patienceMs = 20_000

const language = (): Language => preferredLanguage(app.getPreferredSystemLanguages())

/** @param problem `failed` stands for one that nobody foresaw */
export const refuseStart = (problem: FolderProblem | 'failed', path: string): void =>
  endStart(systemText(language(), `start.${problem}`, { path }), exitCodes.problem)

export const refuseOption = ({ conflict }: OtherTenantError): void =>
  endStart(otherTenantText(language(), conflict), exitCodes.otherTenant)

/** Shows why the app does not start, on stderr and in a box, and ends it. */
function endStart(text: string, exitCode: number): void {
  process.stderr.write(`${text}\n`)
  if (process.platform === 'linux') void showBox(text).finally(() => app.exit(exitCode))
  else {
    dialog.showErrorBox('Holdfast', text)
    app.exit(exitCode)
  }
}

/**
 * Shows a box. Before Electron is ready Linux cannot show one, and its error box would block the end until somebody closes
 * it.
 */
async function showBox(text: string): Promise<void> {
  await app.whenReady()
  await Promise.race([dialog.showMessageBox({ type: 'error', title: 'Holdfast', message: text }), pause(patienceMs)])
}

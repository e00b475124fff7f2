import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { AppError } from '../errors'

/**
 * Asks the person where to put a text file and writes it, for their eyes only.
 * Resolves to whether it was written; to `false` when the person changed their mind.
 *
 * @param signal makes the answer count for nothing; Electron has no way to close this dialog
 * @throws AppError `fileNotWritten`
 */
export async function saveText(
  window: BrowserWindow,
  name: string,
  text: string,
  signal: AbortSignal
): Promise<boolean> {
  const place = signal.aborted ? undefined : await choosePlace(window, name)
  if (place === undefined || signal.aborted) return false
  try {
    await writeFile(place, text, { mode: 0o600 })
  } catch (cause) {
    throw new AppError('fileNotWritten', { cause })
  }
  return true
}

async function choosePlace(window: BrowserWindow, name: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), name),
    properties: ['createDirectory', 'showOverwriteConfirmation']
  })
  return canceled || filePath === '' ? undefined : filePath
}

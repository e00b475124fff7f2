import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { AppError } from '../errors'

/**
 * Asks the person where to put a text file and writes it, for their eyes only.
 * Gives whether it was written; `false` when the person changed their mind.
 *
 * @throws AppError `fileNotWritten`
 */
export async function saveText(window: BrowserWindow, name: string, text: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), name),
    properties: ['createDirectory', 'showOverwriteConfirmation']
  })
  if (canceled || !filePath) return false
  try {
    await writeFile(filePath, text, { mode: 0o600 })
  } catch (cause) {
    throw new AppError('fileNotWritten', { cause })
  }
  return true
}

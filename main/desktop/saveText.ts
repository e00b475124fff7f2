import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { AppError } from '../ground/errors'
import type { ChosenFile } from '../ground/ports'
import { replaceAt } from '../storage/chosenPlace'

/**
 * Asks the person where to put a text file, and writes it so that only they can read it. Resolves to true if it was written,
 * and to false if the person changed their mind.
 *
 * @param signal discards the answer, because Electron has no way to close this dialog
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

/**
 * Asks the person where to put a file. Resolves to the place, where the file appears only once it is whole, or to undefined
 * if they changed their mind.
 *
 * @param notes the folder that remembers what a crash leaves at the place
 * @param signal discards the answer, because Electron has no way to close this dialog
 */
export async function chooseFile(
  window: BrowserWindow,
  name: string,
  notes: string,
  signal: AbortSignal
): Promise<ChosenFile | undefined> {
  const place = signal.aborted ? undefined : await choosePlace(window, name)
  if (place === undefined || signal.aborted) return undefined
  return {
    name: basename(place),
    write: (pieces) =>
      replaceAt(place, notes, async (file) => {
        for (const piece of pieces) await file.writeFile(piece)
      }).catch((cause: unknown) => {
        throw new AppError('fileNotWritten', { cause })
      })
  }
}

async function choosePlace(window: BrowserWindow, name: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('documents'), name),
    properties: ['createDirectory', 'showOverwriteConfirmation']
  })
  return canceled || filePath === '' ? undefined : filePath
}

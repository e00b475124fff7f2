import { type BrowserWindow, dialog } from 'electron'
import type { DialogText } from '../removal/dialogText'

/**
 * Asks in a dialog of the system, which no script in the page can answer. Tells whether the person chose `remove`.
 *
 * @param signal closes the dialog, as if the person had kept it
 */
export async function confirmInDialog(
  window: BrowserWindow,
  { message, detail, keep, remove }: DialogText,
  signal: AbortSignal
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [keep, remove],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal
  })
  return response === 1
}

import { type BrowserWindow, dialog } from 'electron'
import type { DialogText } from '../removal/dialogText'

/**
 * Asks in a dialog of the system, which no script in the page can answer. Tells whether the person chose `confirm`.
 *
 * @param signal closes the dialog, as if the person had chosen `cancel`
 */
export async function confirmInDialog(
  window: BrowserWindow,
  { message, detail, cancel, confirm }: DialogText,
  signal?: AbortSignal
): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [cancel, confirm],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    ...(signal && { signal })
  })
  return response === 1
}

import { type BrowserWindow, dialog } from 'electron'
import type { DialogText } from '../ground/dialogText'

/**
 * Asks in a dialog of the system, which no script in the page can answer. Resolves to true if the person chose `confirm`.
 *
 * @param signal closes the dialog, as if the person had chosen `cancel`; an answer that came too late counts as `cancel` too
 */
export async function confirmInDialog(
  window: BrowserWindow,
  { message, detail, cancel, confirm }: DialogText,
  signal: AbortSignal
): Promise<boolean> {
  if (signal.aborted) return false
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message,
    detail,
    buttons: [cancel, confirm],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
    signal
  })
  return response === 1 && !signal.aborted
}

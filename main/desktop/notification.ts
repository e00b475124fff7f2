import { Notification } from 'electron'
import type { Notice } from '../factors/noticeText'

/** Kept while they can be clicked: a notification that was collected as garbage no longer hears of it. */
const open = new Set<Notification>()

/** Shows a notification of the system, where there are any. */
export function notify({ title, body }: Notice, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title, body })
  const close = (): void => void open.delete(notification)
  notification.once('close', close)
  notification.once('failed', close)
  notification.once('click', () => {
    close()
    onClick()
  })
  open.add(notification)
  notification.show()
}

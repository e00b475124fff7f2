import { Notification } from 'electron'
import type { Notice } from '../facts/noticeText'

/** The notifications that can still be clicked. One that was collected as garbage would not hear of a click. */
const open = new Set<Notification>()

/** Shows a notification of the system, if the system has any. */
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

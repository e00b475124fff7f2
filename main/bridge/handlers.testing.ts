import { AppError } from '../errors'
import { notConnectedHandlers } from '../topics/notConnected'
import type { Handlers } from './serve'

const never = (): Promise<never> => Promise.reject(new AppError('unexpected'))

/** A handler for every channel, of which none does anything. */
export const idleHandlers: Handlers = {
  ...notConnectedHandlers({ phase: 'notConnected', entry: { host: '', appId: '' }, practice: false }),
  'settings:read': never,
  'settings:change': never,
  'settings:browsers': never,
  'lock:read': never,
  'lock:unlock': never,
  'lock:unlockWithTouchId': never,
  'lock:signInAgain': never,
  'lock:lockNow': never,
  'lock:setPin': never,
  'lock:removePin': never,
  'lock:change': never,
  'diagnostics:copyFailure': () => undefined,
  'diagnostics:copy': () => undefined
}

import { powerMonitor } from 'electron'

/** Calls `listener` when there may be nobody in front of the computer any more. */
export function whenUnattended(listener: () => void): void {
  powerMonitor.on('lock-screen', listener)
  powerMonitor.on('suspend', listener)
  powerMonitor.on('user-did-resign-active', listener)
}

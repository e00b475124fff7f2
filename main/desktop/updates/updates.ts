import { type BrowserWindow, powerMonitor } from 'electron'
import type { Tell } from '../../bridge/tell'
import type { Topic } from '../../bridge/topic'
import { inBackground, type Log } from '../../log/log'
import { pause } from '../../ground/pause'
import type { SettingsStore } from '../../topics/settings/handlers'
import { updatesTopic } from '../../topics/updates/handlers'
import type { Updates } from '../../topics/updates/updates'

/**
 * The time after the first screen before anything of updates is loaded, in ms. A version that ends before that does not count
 * as one that works.
 */
const startsAfterMs = 2_000

interface UpdatesDeps {
  window: BrowserWindow
  tell: Tell
  settings: SettingsStore
  copy: (text: string) => Promise<void>
  log: Log
}

/** Returns the topic of updates. Everything else about them is loaded once the first screen has been shown. */
export function updatesIn({ window, tell, settings, copy, log }: UpdatesDeps): Topic<'updates'> {
  const opening = open()

  async function open(): Promise<Updates> {
    if (!window.isVisible()) await new Promise<void>((resolve) => window.once('show', () => resolve()))
    await pause(startsAfterMs)
    const { openUpdates } = await import('./openUpdates')
    const updates = await openUpdates({
      looksDaily: () => settings.read().updates === 'daily',
      closeWindow: closing(window),
      tell: (state) => tell('updates:changed', state),
      log
    })
    updates.start()
    powerMonitor.on('resume', () => updates.wakeUp())
    window.once('closed', () => updates.end())
    return updates
  }

  inBackground(log, 'updates-not-started', opening)
  return updatesTopic(() => opening, copy)
}

/** Returns a function that closes a window and calls `then` if it really closes. A person who is asked first may stay. */
function closing(window: BrowserWindow): (then: () => void) => void {
  let closes = 0
  // This listener has to be the first, because another one destroys the window, which closes it before later
  // listeners are called.
  window.prependListener('close', () => closes++)
  return (then) => {
    const mine = closes + 1
    window.once('closed', () => {
      if (closes === mine) then()
    })
    window.close()
  }
}

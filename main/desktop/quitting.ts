import { app } from 'electron'
import { pause } from '../ground/pause'
import { eraseProfile } from '../storage/profile/erase'

/**
 * The longest that a quit waits, in ms. It is less than the two seconds in which a quit should be over, whatever the keychain
 * does.
 */
const quitPatienceMs = 1_500

/**
 * Delays every quit until `work` is done, for a moment at most, so that a session on its way into the keychain arrives there.
 */
export function quitAfter(work: () => Promise<unknown>): void {
  let waiting = false
  let waited = false
  app.on('before-quit', (event) => {
    // The person may stay after all, so the next quit waits again.
    if (waited) {
      waited = false
      return
    }
    event.preventDefault()
    if (waiting) return
    waiting = true
    void Promise.race([work(), pause(quitPatienceMs)]).then(() => {
      waiting = false
      waited = true
      app.quit()
    })
  })
}

/**
 * Ends the app, and deletes its files as the last act of its process. The log ends before that, because its next line would
 * create them again.
 *
 * @param endLog resolves when the log writes nothing to its file any more
 */
export async function quitAndErase(endLog: () => Promise<void>): Promise<void> {
  await endLog()
  process.once('exit', () => eraseProfile(app.getPath('userData')))
  app.quit()
}

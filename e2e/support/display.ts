import { once } from 'node:events'
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/**
 * The time for which tests share a display, in ms. The keys of a test do not reach the display, so to the system nobody is
 * at the computer, and after ten minutes of that an app with a PIN locks itself.
 */
const longestUse = 4 * 60_000

export interface Display {
  /** Makes sure that DISPLAY names a display that was started a short while ago. */
  refresh(): Promise<void>
  stop(): void
}

/**
 * Returns a virtual display for the tests of one worker, because windows of two tests on one display take the focus and the
 * clipboard from each other.
 */
export function virtualDisplay(size: string): Display {
  let startedAt = -Infinity
  let stop = (): void => undefined
  return {
    async refresh() {
      if (performance.now() - startedAt < longestUse) return
      stop()
      const started = await startDisplay(size)
      startedAt = performance.now()
      stop = started.stop
      process.env['DISPLAY'] = started.name
    },
    stop: () => stop()
  }
}

/** Resolves with the name of the display, such as `:99`, and a function that ends it. */
async function startDisplay(size: string): Promise<{ name: string; stop: () => void }> {
  // -ac lets other users of this machine draw on it. Without -noreset the server starts anew when its last client leaves,
  // and an app that comes at that moment may wait for ever. Descriptor 3 returns the number of the display. If two displays
  // start at once, the later one tries the next number, and its complaint about the first is ignored.
  const server = spawn(
    'Xvfb',
    ['-displayfd', '3', '-screen', '0', `${size}x24`, '-ac', '-noreset', '-nolisten', 'tcp'],
    {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe']
    }
  )
  const said: unknown[] = await once(server.stdio[3] as Readable, 'data')
  return { name: `:${String(said[0]).trim()}`, stop: () => server.kill() }
}

import { once } from 'node:events'
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'

/**
 * Starts a virtual display, where the system has them: windows of two tests on one display take the focus and the
 * clipboard from each other. Gives its name, such as `:99`, and what ends it.
 */
export async function startDisplay(size: string): Promise<{ name: string; stop: () => void }> {
  // -ac lets other users of this machine draw on it. Without -noreset the server begins anew when its last client leaves,
  // and the next app may wait for ever if it comes at that moment. The number of the display comes back on
  // descriptor 3. Two that start at once try for one number, and the later takes the next: what it says of that is
  // nobody's concern.
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

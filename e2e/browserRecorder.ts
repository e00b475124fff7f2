import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Gives a PATH that begins with an `xdg-open` of `folder`: it writes down what it should open, and opens nothing. On Linux
 * it takes the place of the browser.
 */
export async function pathWithBrowserRecorder(folder: string): Promise<string> {
  const programs = join(folder, 'bin')
  await mkdir(programs)
  await writeFile(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${join(folder, 'opened')}'\n`)
  await chmod(join(programs, 'xdg-open'), 0o755)
  return `${programs}:${process.env['PATH'] ?? ''}`
}

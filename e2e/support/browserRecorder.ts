import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'

/**
 * Resolves with a PATH that begins with an `xdg-open` in `folder`. It records the address that it should open, and opens
 * nothing. It replaces the browser on Linux.
 */
export async function pathWithBrowserRecorder(folder: string): Promise<string> {
  const programs = join(folder, 'bin')
  await mkdir(programs)
  await writeFile(join(programs, 'xdg-open'), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${join(folder, 'opened')}'\n`)
  await chmod(join(programs, 'xdg-open'), 0o755)
  return `${programs}:${process.env['PATH'] ?? ''}`
}

/** Replaces the browser on macOS and Windows, where the app does not look for it in PATH. */
export const recordOpenedLinks = (app: ElectronApplication, folder: string): Promise<void> =>
  app.evaluate(
    ({ shell }, file) => {
      shell.openExternal = (link) => process.getBuiltinModule('node:fs/promises').appendFile(file, `${link}\n`)
    },
    join(folder, 'opened')
  )

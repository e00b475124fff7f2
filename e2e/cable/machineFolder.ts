import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test as base } from '../fixtures'

interface MachineFolder {
  /** The path of the folder outside of the namespace. */
  place: string
  /** Writes the machine's file. The app reads it at the next start or the next time it looks. */
  write: (text: string, mode?: number) => Promise<void>
  remove: () => Promise<void>
}

/**
 * Runs the app on a computer where /etc/holdfast is a folder of this test. The folder is laid over the real one in a mount
 * namespace that holds only the app, so nothing of it is seen outside, and nothing stays.
 */
export const test = base.extend<{ machineFolder: MachineFolder }>({
  machineFolder: async ({ folder }, use) => {
    const place = join(folder, 'machine')
    await mkdir(place)
    await chmod(place, 0o755)
    const file = join(place, 'policy.json')
    await use({
      place,
      async write(text, mode = 0o644) {
        await writeFile(file, text)
        await chmod(file, mode)
      },
      remove: () => rm(file)
    })
  },

  within: async ({ folder, machineFolder: { place } }, use) => {
    const layers = join(folder, 'layers')
    await mkdir(layers)
    await use(async (executable) => {
      const program = join(folder, 'on-this-machine')
      const lines = [
        '#!/bin/sh -e',
        '[ -n "$WITHIN" ] || WITHIN=1 exec unshare --mount "$0" "$@"',
        'unset WITHIN',
        `mount -t tmpfs none '${layers}'`,
        `mkdir '${layers}/upper' '${layers}/work'`,
        `mount -t overlay none -o 'lowerdir=/etc,upperdir=${layers}/upper,workdir=${layers}/work' /etc`,
        'mkdir -p /etc/holdfast',
        `mount --bind '${place}' /etc/holdfast`,
        `exec '${executable}' "$@"`
      ]
      await writeFile(program, `${lines.join('\n')}\n`)
      await chmod(program, 0o755)
      return program
    })
  }
})

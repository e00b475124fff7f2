import { chmod, chown, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export const asRoot = process.getuid?.() === 0

/** The user without rights, and the start of a command line that runs as that user. */
export const nobody = 65_534
export const becomeNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups']

/** An app is made of these parts of the source tree. */
const shippedParts = ['package.json', 'out/main', 'out/preload', 'out/renderer', 'node_modules/keytar']

/** Prepares Electron for the user nobody, who can read a copy of the shipped files and write to a separate profile. */
export async function asNobody(
  electron: string,
  root: string,
  folder: string
): Promise<{ executable: string; app: string }> {
  const [app, home, executable] = [join(folder, 'app'), join(folder, 'home'), join(folder, 'electron')]
  for (const part of shippedParts) {
    await cp(join(root, part), join(app, part), { recursive: true })
  }
  await mkdir(home)
  await mkdir(join(folder, 'profile'))
  for (const own of [home, join(folder, 'profile')]) await chown(own, nobody, nobody)
  const command = [...becomeNobody, 'env', `HOME='${home}'`, `XDG_RUNTIME_DIR='${home}'`, `'${electron}'`].join(' ')
  await writeFile(executable, `#!/bin/sh\nexec ${command} "$@"\n`)
  await chmod(executable, 0o755)
  await chmod(folder, 0o755)
  return { executable, app }
}

import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Matches our files and folders in a profile. The person may have chosen a folder that holds other things too. */
const ours = /^(?:accounts|logs|updates|installer|(?:profile|settings|lock|updates)\.json(?:\..+)?)$/

/** Deletes what Holdfast itself has written to a profile. It is synchronous, because the app is about to end. */
export function eraseProfile(folder: string): void {
  for (const name of readdirSync(folder))
    if (ours.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

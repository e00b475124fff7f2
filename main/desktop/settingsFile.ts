import { settings, type Settings } from '../../contract/settings'
import type { Log } from '../log'
import { readStored, setAside, writeStored } from '../storedFile'
import type { StoredSettings } from '../topics/settings'

const standard: Settings = { language: 'system', theme: 'system', browser: 'system' }

/** Settings in a JSON file; one that cannot be read is set aside, and the standard settings hold. */
export async function openSettings(path: string, log: Log): Promise<StoredSettings> {
  const stored = readStored(path, settings)
  const damaged = stored.state === 'unreadable'
  if (damaged) await setAside(path, log)
  let current = stored.state === 'present' ? stored.value : standard
  return {
    damaged,
    read: () => current,
    async change(change) {
      current = {
        language: change.language ?? current.language,
        theme: change.theme ?? current.theme,
        browser: change.browser ?? current.browser
      }
      await writeStored(path, current)
    }
  }
}

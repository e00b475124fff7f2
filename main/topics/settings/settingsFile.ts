import { standardSettings } from '../../../contract/fields'
import { settings, type Settings } from '../../../contract/settings'
import type { Log } from '../../log/log'
import { readStored, setAside, writeStored } from '../../storage/storedFile'
import type { StoredSettings } from './handlers'

/** Opens the settings in a JSON file. One that cannot be read is set aside, and the standard settings are in force. */
export async function openSettings(path: string, log: Log): Promise<StoredSettings> {
  const stored = readStored(path, settings)
  const damaged = stored.state === 'unreadable'
  if (damaged) await setAside(path, log)
  let current: Settings = stored.state === 'present' ? stored.value : standardSettings
  return {
    damaged,
    read: () => current,
    async change(change) {
      current = {
        language: change.language ?? current.language,
        theme: change.theme ?? current.theme,
        browser: change.browser ?? current.browser,
        updates: change.updates ?? current.updates
      }
      await writeStored(path, current)
    }
  }
}

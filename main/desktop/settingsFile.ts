import { settings, type Settings } from '../../contract/settings'
import { readStored, writeStored } from '../storedFile'
import type { SettingsStore } from '../topics/settings'

const standard: Settings = { language: 'system', theme: 'system', browser: 'system' }

/** Settings in a JSON file; one that cannot be read counts as the standard settings and is replaced at the next change. */
export async function openSettings(path: string): Promise<SettingsStore> {
  const stored = await readStored(path, settings)
  let current = stored.state === 'present' ? stored.value : standard
  return {
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

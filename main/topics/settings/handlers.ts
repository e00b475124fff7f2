import type { Appearance, Browser, Language, Settings, SettingsChange } from '../../../contract/settings'
import type { Topic } from '../../bridge/topic'

/** The person's choices, kept in the profile folder. */
export interface SettingsStore {
  read(): Settings
  /** @throws the file system's error; the choice is in force until the app quits all the same */
  change(change: SettingsChange): Promise<void>
}

/** The settings as a start found them. */
export interface StoredSettings extends SettingsStore {
  /** True if the file could not be read, so that the standard settings are in force. */
  readonly damaged: boolean
}

/** The app's appearance and language, which follow the person's choices and the system. */
export interface AppearanceSource {
  readonly settings: SettingsStore
  readonly language: () => Language
  readonly read: () => Appearance
}

export function settingsTopic(
  { settings, read }: AppearanceSource,
  browsers: () => Promise<Browser[]>
): Topic<'settings'> {
  return {
    handlers: {
      'settings:read': read,
      'settings:browsers': browsers,
      'settings:change': async (change) => {
        await settings.change(change)
        return read()
      }
    }
  }
}

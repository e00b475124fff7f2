import type { Appearance, Browser, Language, Settings, SettingsChange } from '../../contract/settings'
import type { Handlers } from '../bridge/serve'

/** The person's choices, kept in the profile folder. */
export interface SettingsStore {
  read(): Settings
  /** @throws the file system's error; the choice holds until the app quits all the same */
  change(change: SettingsChange): Promise<void>
}

/** Settings as a start found them. */
export interface StoredSettings extends SettingsStore {
  /** Whether the file could not be read, so that the standard settings hold. */
  readonly damaged: boolean
}

/** How the app looks and speaks, by the person's choices and by what surrounds it. */
export interface AppearanceSource {
  readonly settings: SettingsStore
  readonly language: () => Language
  readonly read: () => Appearance
}

export function settingsHandlers(
  { settings, read }: AppearanceSource,
  browsers: () => Promise<Browser[]>
): Pick<Handlers, Extract<keyof Handlers, `settings:${string}`>> {
  return {
    'settings:read': read,
    'settings:browsers': browsers,
    'settings:change': async (change) => {
      await settings.change(change)
      return read()
    }
  }
}

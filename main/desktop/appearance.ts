import { app, nativeTheme } from 'electron'
import type { Appearance, Language } from '../../contract/settings'
import type { ShownAccount } from '../accounts/accountEntry'
import { languageFor, preferredLanguage, regionOf } from '../languages'
import type { AppearanceSource, SettingsStore, StoredSettings } from '../topics/settings'

const platforms: Partial<Record<NodeJS.Platform, Appearance['platform']>> = { darwin: 'mac', win32: 'windows' }

/**
 * @param langOption `--lang`, in force until the person chooses another language
 * @param shown gives the account on screen
 */
export function appearanceOf(
  stored: StoredSettings,
  langOption: string | undefined,
  shown: () => ShownAccount
): AppearanceSource {
  let fromOption = langOption === undefined ? undefined : languageFor(langOption)
  nativeTheme.themeSource = stored.read().theme
  const region = regionOf(app.getSystemLocale())

  const settings: SettingsStore = {
    read: () => stored.read(),
    async change(change) {
      if (change.language !== undefined) fromOption = undefined
      if (change.theme !== undefined) nativeTheme.themeSource = change.theme
      await stored.change(change)
    }
  }

  function language(): Language {
    const chosen = stored.read().language
    return fromOption ?? (chosen === 'system' ? preferredLanguage(app.getPreferredSystemLanguages()) : chosen)
  }

  return {
    settings,
    language,
    read: () => ({
      settings: fromOption ? { ...stored.read(), language: fromOption } : stored.read(),
      settingsDamaged: stored.damaged,
      language: language(),
      ...shown(),
      ...(region !== undefined && { region }),
      platform: platforms[process.platform] ?? 'linux',
      appVersion: app.getVersion(),
      electronVersion: process.versions.electron,
      testRuntime: process.versions.electron !== __ELECTRON_VERSION__
    })
  }
}

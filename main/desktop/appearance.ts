import { app, nativeTheme } from 'electron'
import type { Appearance, Language } from '../../contract/settings'
import type { ShownAccount } from '../topics/accounts/accountEntry'
import type { ShownMachineFile } from '../configuration/machine'
import { languageFor, preferredLanguage, regionOf } from '../ground/languages'
import type { AppearanceSource, SettingsStore, StoredSettings } from '../topics/settings/handlers'

const platforms: Partial<Record<NodeJS.Platform, Appearance['platform']>> = { darwin: 'mac', win32: 'windows' }

/**
 * @param langOption `--lang`, in force until the person chooses another language
 * @param shown returns the account on screen, the machine's file, and the page of the start options
 */
export function appearanceOf(
  stored: StoredSettings,
  langOption: string | undefined,
  shown: () => ShownAccount & ShownMachineFile & Pick<Appearance, 'firstPage'>
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

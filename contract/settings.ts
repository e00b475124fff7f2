import { z } from 'zod'
import { accountId } from './accounts'
import { languages, longestHostName, longestOrganisation, standardSettings } from './fields'
import { machineFileInForce } from './machineFile'

const language = z.enum(languages)
export type Language = z.infer<typeof language>

const theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof theme>

/** A browser that is installed on this computer. */
const browser = z.object({ id: z.string().min(1).max(1_000), name: z.string().min(1).max(100) })
export type Browser = z.infer<typeof browser>

const choices = z.object({
  /** `system` follows the languages of the operating system. */
  language: z.union([language, z.literal('system')]),
  theme,
  /** The `id` of the browser that opens the tenant's pages. `system`, or an id that is gone, means the system's own choice. */
  browser: browser.shape.id,
  /** `daily` if the update address is asked for a newer version once a day without being told to. */
  updates: z.enum(['daily', 'off'])
})
/** A file of an earlier version does not name all of the settings. */
export const settings = choices.extend({
  browser: choices.shape.browser.default(standardSettings.browser),
  updates: choices.shape.updates.default(standardSettings.updates)
})
export type Settings = z.infer<typeof settings>

const settingsChange = choices.partial()
export type SettingsChange = z.infer<typeof settingsChange>

/** The pages that a session can begin at. Without a choice it is the first. */
export const firstPage = z.enum(['overview', 'methods', 'activity'])
export type FirstPage = z.infer<typeof firstPage>

/** Everything that the window needs to draw its first screen. */
const appearance = z.object({
  settings,
  /** True if the file of the settings could not be read. It was set aside, and the standard settings are in force. */
  settingsDamaged: z.boolean(),
  /** The language in force. The setting, `--lang` and the system's languages decide it. */
  language,
  /** The host of the tenant, empty when none is configured. */
  tenant: z.string().max(longestHostName),
  /** The name that the tenant gives itself, if it is known. Anybody may take any name, so it never stands without its host. */
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  /** The account on screen; absent if no tenant is configured. */
  account: accountId.optional(),
  /** Absent if this computer has none. */
  machineFile: machineFileInForce.optional(),
  /** The page that the start options name. */
  firstPage: firstPage.optional(),
  /** The country (ISO 3166-1 alpha-2) that the system is set to; absent if the system names none. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  platform: z.enum(['mac', 'windows', 'linux']),
  appVersion: z.string(),
  electronVersion: z.string(),
  /** True on an Electron other than the one this version was made for. It is good for tests and demonstrations only. */
  testRuntime: z.boolean()
})
export type Appearance = z.infer<typeof appearance>

export const settingsChannels = {
  'settings:read': { input: z.void(), output: appearance },
  'settings:change': { input: settingsChange, output: appearance },
  'settings:browsers': { input: z.void(), output: z.array(browser).max(100) }
}

import { z } from 'zod'
import { accountId } from './accounts'
import { longestOrganisation } from './fields'

export const languages = ['en', 'zh-CN'] as const
export const language = z.enum(languages)
export type Language = z.infer<typeof language>

export const theme = z.enum(['system', 'light', 'dark'])
export type Theme = z.infer<typeof theme>

/** A browser that is installed on this computer. */
export const browser = z.object({ id: z.string().min(1).max(1_000), name: z.string().min(1).max(100) })
export type Browser = z.infer<typeof browser>

const choices = z.object({
  /** `system` follows the languages of the operating system. */
  language: z.union([language, z.literal('system')]),
  theme,
  /** The `id` of the browser that opens the tenant's pages. `system`, and one that is gone: the system's own choice. */
  browser: browser.shape.id
})
export const settings = choices.extend({ browser: choices.shape.browser.default('system') })
export type Settings = z.infer<typeof settings>

export const settingsChange = choices.partial()
export type SettingsChange = z.infer<typeof settingsChange>

/** What the window needs to draw its first screen. */
export const appearance = z.object({
  settings,
  /** The file of the settings could not be read; it was set aside, and the standard settings hold. */
  settingsDamaged: z.boolean(),
  /** The language in force, after `--lang` and the system's languages were asked. */
  language,
  /** The host of the tenant, empty when none is configured. */
  tenant: z.string().max(255),
  /** The name that the tenant gives itself, where it is known. Anybody may take any name, so it never stands without its host. */
  organisation: z.string().min(1).max(longestOrganisation).optional(),
  /** The account on screen; missing when no tenant is configured. */
  account: accountId.optional(),
  /** The country (ISO 3166-1 alpha-2) that the system is set to; missing where it names none. */
  region: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  platform: z.enum(['mac', 'windows', 'linux']),
  appVersion: z.string(),
  electronVersion: z.string(),
  /** True on an Electron that is not the one this version was made for: good for tests and demonstrations only. */
  testRuntime: z.boolean()
})
export type Appearance = z.infer<typeof appearance>

export const settingsChannels = {
  'settings:read': { input: z.void(), output: appearance },
  'settings:change': { input: settingsChange, output: appearance },
  'settings:browsers': { input: z.void(), output: z.array(browser).max(100) }
}

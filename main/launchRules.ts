import { z } from 'zod'
import type { Language } from '../contract/settings'

/** Our own options, and Chromium's that only change how the window is drawn, shown or spoken. */
const harmless = new Set([
  'host',
  'app-id',
  'profile',
  'lang',
  'redirect-ports',
  'class',
  'disable-gpu',
  'disable-gpu-compositing',
  'enable-wayland-ime',
  'force-color-profile',
  'force-device-scale-factor',
  'force-high-contrast',
  'force-renderer-accessibility',
  'gtk-version',
  'high-dpi-support',
  'ozone-platform',
  'ozone-platform-hint',
  'use-fake-device-for-media-stream'
])

/**
 * The first switch that a shipped app does not start with, or undefined. Chromium has well over a thousand, new ones with
 * each version, and dozens of them open the app to others; so what is not known to be harmless is refused.
 *
 * @param argv with the program's own path first
 * @param slash whether `/name` is a switch too, as on Windows
 */
export function refusedSwitch(argv: readonly string[], slash: boolean): string | undefined {
  const prefix = slash ? /^(?:--?|\/)/ : /^--?/
  return argv
    .slice(1)
    .map((argument) => argument.trim())
    .filter((argument) => prefix.test(argument))
    .map((argument) => argument.replace(/=.*$/s, ''))
    .find((name) => !harmless.has(name.replace(prefix, '').toLowerCase()))
}

/** Variables of the environment that would weaken TLS, write keys down, or change what Electron or Node runs. */
export const isDangerousVariable = (name: string): boolean => /^(?:NODE_|ELECTRON_|SSLKEYLOGFILE$)/i.test(name)

const packagedManifest = z.object({ electronVersion: z.string() })

/**
 * True if a packaged app runs on the very Electron that it was packaged with.
 *
 * @param manifest its package.json, into which the packager writes `electronVersion`
 */
export function isPackagedRuntime(manifest: unknown, runningVersion: string): boolean {
  const read = packagedManifest.safeParse(manifest)
  return read.success && read.data.electronVersion === runningVersion
}

interface Refusals {
  switch: (name: string) => string
  runtime: (version: string) => string
}

export const refusals: Record<Language, Refusals> = {
  en: {
    switch: (name) =>
      `Holdfast does not start with the option ${name}: it could open your account to others. Start it without.`,
    runtime: (version) =>
      `Holdfast does not start on Electron ${version}: it was packaged with another version. Install Holdfast again.`
  },
  'zh-CN': {
    switch: (name) => `Holdfast 不会带着选项 ${name} 启动：它可能让他人接触到你的账号。请去掉这个选项再启动。`,
    runtime: (version) => `Holdfast 不能在 Electron ${version} 上启动：安装包使用的是另一个版本。请重新安装 Holdfast。`
  }
}

import { z } from 'zod'

/** Our own options, and those of Chromium's that only change how the window is drawn, shown or read aloud. */
const harmless = new Set([
  'host',
  'app-id',
  'profile',
  'lang',
  'page',
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

/** The switches by which a test drives the app. They do not start a debugger if the fuses are as shipped. */
const driving = new Set(['inspect', 'remote-debugging-port'])

/**
 * Returns the first switch that a shipped app does not start with, or undefined. Chromium has well over a thousand, new ones
 * with each version, and dozens of them open the app to others. So every switch that is not known to be harmless is refused.
 *
 * @param argv begins with the program's own path
 * @param slash true if `/name` is a switch too, as on Windows
 * @param debugged true if a debugger listens already. No switch does that in a shipped app, so this is the copy for tests.
 */
export function refusedSwitch(argv: readonly string[], slash: boolean, debugged = false): string | undefined {
  const isHarmless = (name: string): boolean => harmless.has(name) || (debugged && driving.has(name))
  const prefix = slash ? /^(?:--?|\/)/ : /^--?/
  return argv
    .slice(1)
    .map((argument) => argument.trim())
    .filter((argument) => prefix.test(argument))
    .map((argument) => argument.replace(/=.*$/s, ''))
    .find((name) => !isHarmless(name.replace(prefix, '').toLowerCase()))
}

/** Returns true for an environment variable that would weaken TLS, write keys down, or change what Electron or Node runs. */
export const isDangerousVariable = (name: string): boolean => /^(?:NODE_|ELECTRON_|SSLKEYLOGFILE$)/i.test(name)

const packagedManifest = z.object({ electronVersion: z.string() })

/**
 * Returns true if a packaged app runs on the very Electron that it was packaged with.
 *
 * @param manifest its package.json, into which the packager writes `electronVersion`
 */
export function isPackagedRuntime(manifest: unknown, runningVersion: string): boolean {
  const read = packagedManifest.safeParse(manifest)
  return read.success && read.data.electronVersion === runningVersion
}

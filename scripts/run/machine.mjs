import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's folder, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

export const onLinux = process.platform === 'linux'
export const asRoot = onLinux && process.getuid() === 0

/** Chromium refuses to use its own sandbox as root. */
export const sandboxSwitch = asRoot ? ['--no-sandbox'] : []

export const hasDisplay = () => !onLinux || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)

/** Returns a command that runs on a separate display. -ac lets other users of this machine draw on it. */
export const onVirtualDisplay = (...command) => [
  'xvfb-run',
  '-a',
  '-s',
  '-screen 0 1280x800x24 -ac -noreset',
  ...command
]

/** Returns the full path of the first of these programs on the PATH, or undefined. */
export function findProgram(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file))
}

/** Returns a Chromium-based browser that tests and the tour can drive, or undefined. */
export function findBrowser() {
  if (onLinux) return findProgram('chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser')
  const places =
    process.platform === 'darwin'
      ? ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
          (name) => `/Applications/${name}.app/Contents/MacOS/${name}`
        )
      : [process.env.ProgramFiles, process.env['ProgramFiles(x86)']]
          .filter((folder) => folder !== undefined)
          .flatMap((folder) =>
            ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'].map((file) =>
              join(folder, file)
            )
          )
  return places.find((file) => existsSync(file))
}

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from '../../contract/settings'
import { desktopEntry } from './desktopEntry'

/** A browser of this computer, and the command that opens a page in it. */
export interface InstalledBrowser extends Browser {
  /** Returns the program and its arguments, with the address put in. */
  command: (address: string) => string[]
}

type Environment = Readonly<Record<string, string | undefined>>

/** The usual places: below an Applications folder of macOS, and below a folder for programs of Windows. */
const usual: { name: string; mac?: string; windows?: string }[] = [
  { name: 'Safari', mac: 'Safari.app' },
  { name: 'Google Chrome', mac: 'Google Chrome.app', windows: 'Google/Chrome/Application/chrome.exe' },
  { name: 'Microsoft Edge', mac: 'Microsoft Edge.app', windows: 'Microsoft/Edge/Application/msedge.exe' },
  { name: 'Mozilla Firefox', mac: 'Firefox.app', windows: 'Mozilla Firefox/firefox.exe' },
  {
    name: 'Brave',
    mac: 'Brave Browser.app',
    windows: 'BraveSoftware/Brave-Browser/Application/brave.exe'
  },
  { name: 'Vivaldi', mac: 'Vivaldi.app', windows: 'Vivaldi/Application/vivaldi.exe' },
  { name: 'Opera', mac: 'Opera.app', windows: 'Programs/Opera/opera.exe' }
]

/** Resolves to the browsers found on this computer, by name. An unreadable folder counts as one without browsers. */
export async function installedBrowsers(
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env
): Promise<InstalledBrowser[]> {
  const found =
    platform === 'linux' ? await fromDesktopEntries(environment) : fromUsualPlaces(platform === 'darwin', environment)
  return found.sort((one, other) => one.name.localeCompare(other.name))
}

function fromUsualPlaces(mac: boolean, environment: Environment): InstalledBrowser[] {
  const folders = mac
    ? ['/Applications', join(homedir(), 'Applications')]
    : [environment['ProgramFiles'], environment['ProgramFiles(x86)'], environment['LOCALAPPDATA']]
  return usual.flatMap(({ name, mac: bundle, windows }) => {
    const place = mac ? bundle : windows
    const path = folders.flatMap((folder) => (folder && place ? [join(folder, place)] : [])).find(existsSync)
    if (path === undefined) return []
    return { id: name, name, command: (address) => (mac ? ['/usr/bin/open', '-a', path, address] : [path, address]) }
  })
}

/**
 * Resolves to the browsers among the desktop entries. Freedesktop's Base Directory Specification says where the entries are,
 * even if a variable is empty. The first entry of a name hides the others.
 */
async function fromDesktopEntries(environment: Environment): Promise<InstalledBrowser[]> {
  const { XDG_DATA_HOME: own = '', XDG_DATA_DIRS: shared = '' } = environment
  const found = new Map<string, InstalledBrowser | undefined>()
  const folders = [
    own === '' ? join(homedir(), '.local/share') : own,
    ...(shared === '' ? '/usr/local/share:/usr/share' : shared).split(':')
  ]
  for (const folder of folders) {
    const applications = join(folder, 'applications')
    for (const id of await readdir(applications).catch(() => [])) {
      if (!id.endsWith('.desktop') || found.has(id)) continue
      const entry = desktopEntry(await readFile(join(applications, id), 'utf8').catch(() => ''))
      found.set(id, entry?.opensWeb ? { id, name: entry.name, command: entry.command } : undefined)
    }
  }
  return [...found.values()].filter((browser) => browser !== undefined)
}

/** Resolves to true if the browser started. It outlives the app, and learns nothing but the address. */
export function openWith(browser: InstalledBrowser, address: string): Promise<boolean> {
  const [program = '', ...args] = browser.command(address)
  const started = spawn(program, args, { detached: true, stdio: 'ignore' })
  return new Promise((resolve) => {
    started.once('spawn', () => {
      started.unref()
      resolve(true)
    })
    started.once('error', () => resolve(false))
  })
}

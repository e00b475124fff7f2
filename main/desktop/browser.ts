import { dirname, join } from 'node:path'
import { shell } from 'electron'
import { AppError } from '../ground/errors'
import { inBackground, type Log } from '../log/log'
import { pause } from '../ground/pause'
import { isSecure, type Tenant } from '../ground/tenant'
import { installedBrowsers, openWith } from './browsers'

const patienceMs = 3_000

const isPageOf = (tenant: Tenant, url: URL): boolean =>
  url.origin === tenant.host && isSecure(url) && !url.username && !url.password

/** Returns true for an address that the listener of a sign-in hands out. It leads to the tenant and nowhere else. */
const isOneTimeLink = ({ href }: URL): boolean => /^http:\/\/127\.0\.0\.1:\d+\/go\/[\w-]{43}$/.test(href)

const installed = async (id: string) => (await installedBrowsers()).find((browser) => browser.id === id)

/**
 * Returns a function that opens a page of the tenant, or the one-time link of a sign-in, in the person's browser, and nothing
 * else. It resolves to true if a browser was started. The address becomes an argument of a program, which other users of this
 * computer can read.
 *
 * @param chosen returns the person's setting; if that browser is gone or does not start, the system chooses
 */
export function browserFor(tenant: Tenant, chosen: () => string, log: Log): (link: string) => Promise<boolean> {
  return async (link) => {
    const url = new URL(link)
    if (!isPageOf(tenant, url) && !isOneTimeLink(url)) return false
    const browser = chosen() === 'system' ? undefined : await installed(chosen())
    if (browser && (await openWith(browser, url.href))) return true
    const opening = shell.openExternal(url.href)
    inBackground(log, 'browser-not-opened', opening)
    return Promise.race([
      opening.then(
        () => true,
        () => false
      ),
      pause(patienceMs).then(() => true)
    ])
  }
}

/** Opens the licences of Chromium, a page that comes with Electron. Resolves to true if a program took it. */
export async function openChromiumLicences(): Promise<boolean> {
  const folder = process.platform === 'darwin' ? process.resourcesPath : dirname(process.execPath)
  return (await shell.openPath(join(folder, 'LICENSES.chromium.html'))) === ''
}

/** Hands an authenticator app's key to an app of this computer. @throws AppError `authenticatorNotOpened` */
export async function openAuthenticator(uri: string): Promise<void> {
  // On Linux every user can read the arguments of the program that is started, and the key would be one of them.
  if (process.platform === 'linux' || !uri.startsWith('otpauth://totp/')) throw new AppError('authenticatorNotOpened')
  try {
    await shell.openExternal(uri)
  } catch {
    // The system's message is dropped, because it quotes the link and with it the key.
    throw new AppError('authenticatorNotOpened')
  }
}

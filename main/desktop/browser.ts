import { shell } from 'electron'
import { AppError } from '../errors'
import { inBackground } from '../log'
import { pause } from '../pause'
import { isSecure, type Tenant } from '../tenant'
import { installedBrowsers, openWith } from './browsers'

const patienceMs = 3_000

const isPageOf = (tenant: Tenant, url: URL): boolean =>
  url.origin === tenant.host && isSecure(url) && !url.username && !url.password

/** True for an address that the listener of a sign-in hands out: it leads to the tenant and nowhere else. */
const isOneTimeLink = ({ href }: URL): boolean => /^http:\/\/127\.0\.0\.1:\d+\/go\/[\w-]{43}$/.test(href)

const installed = async (id: string) => (await installedBrowsers()).find((browser) => browser.id === id)

/**
 * Opens a page of the tenant, or the one-time link of a sign-in, in the person's browser, and nothing else. Returns true if
 * one was started. The address becomes an argument of a program, which other users of this computer can read.
 *
 * @param chosen the person's setting; a browser that is gone or does not start is left for the system's own choice
 */
export function browserFor(tenant: Tenant, chosen: () => string): (link: string) => Promise<boolean> {
  return async (link) => {
    const url = new URL(link)
    if (!isPageOf(tenant, url) && !isOneTimeLink(url)) return false
    const browser = chosen() === 'system' ? undefined : await installed(chosen())
    if (browser && (await openWith(browser, url.href))) return true
    const opening = shell.openExternal(url.href)
    inBackground('browser-not-opened', opening)
    return Promise.race([
      opening.then(
        () => true,
        () => false
      ),
      pause(patienceMs).then(() => true)
    ])
  }
}

/** Hands an authenticator app's key to an app of this computer. @throws AppError `authenticatorNotOpened` */
export async function openAuthenticator(uri: string): Promise<void> {
  // On Linux every user can read the arguments of the program that is started, and the key would be one.
  if (process.platform === 'linux' || !uri.startsWith('otpauth://totp/')) throw new AppError('authenticatorNotOpened')
  try {
    await shell.openExternal(uri)
  } catch {
    // The system's message quotes the link, and with it the key.
    throw new AppError('authenticatorNotOpened')
  }
}

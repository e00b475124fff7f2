import { shell } from 'electron'
import { AppError } from '../errors'
import { inBackground } from '../log'
import { pause } from '../pause'
import { isSecure, type Tenant } from '../tenant'
import { installedBrowsers, openWith } from './browsers'

const patienceMs = 3_000

const installed = async (id: string) => (await installedBrowsers()).find((browser) => browser.id === id)

/**
 * Opens a page of the tenant in the person's browser, and nothing else: no other host, no other scheme.
 * Tells whether one was started.
 *
 * @param chosen the person's setting; a browser that is gone or does not start is left for the system's own choice
 */
export function browserFor(tenant: Tenant, chosen: () => string): (link: string) => Promise<boolean> {
  return async (link) => {
    const url = new URL(link)
    if (url.origin !== tenant.host || !isSecure(url) || url.username || url.password) return false
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
  if (!uri.startsWith('otpauth://totp/')) throw new AppError('authenticatorNotOpened')
  try {
    await shell.openExternal(uri)
  } catch {
    // The system's message quotes the link, and with it the key.
    throw new AppError('authenticatorNotOpened')
  }
}

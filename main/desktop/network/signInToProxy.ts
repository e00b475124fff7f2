import { type AuthInfo, net, type Session } from 'electron'
import { networkCode } from '../../tenant/fetch'
import { plainText } from '../../ground/text'
import type { AskForCredentials, ProxyCredentials } from '../../tenant/challenge'

const mostTries = 3

/** The person's entries by proxy. They are kept in memory until Holdfast quits. */
const entered = new Map<string, ProxyCredentials>()

type Answer = (info: AuthInfo) => Promise<ProxyCredentials | undefined>

/** Resolves to true if a proxy on the way to `url` wants a password that it was not given. */
export async function wantsPassword(session: Session, url: string, signal?: AbortSignal | null): Promise<boolean> {
  let wanted = false
  const refuse: Answer = () => {
    wanted = true
    return Promise.resolve(undefined)
  }
  await tryProxy(session, url, refuse, signal)
  return wanted
}

/**
 * Gives the proxy on the way to `url` its password. From then on Chromium sends it to that proxy with every request of the
 * session. Resolves to true if the proxy lets requests through.
 */
export function signInToProxy(session: Session, url: string, ask: AskForCredentials): Promise<boolean> {
  let asked = 0
  let triedKnown = false
  return tryProxy(session, url, async ({ host, port }) => {
    const proxy = plainText(`${host}:${port}`, 100)
    const known = entered.get(proxy)
    if (known && !triedKnown && asked === 0) {
      triedKnown = true
      return known
    }
    entered.delete(proxy)
    if (asked === mostTries) return undefined
    const credentials = await ask({ proxy, refused: asked > 0 })
    asked++
    if (credentials) entered.set(proxy, credentials)
    return credentials
  })
}

/** Tries the way to `url`. Electron reports a proxy's demand only to a request of this kind, never to `session.fetch`. */
function tryProxy(session: Session, url: string, answer: Answer, signal?: AbortSignal | null): Promise<boolean> {
  const request = net.request({
    session,
    url: new URL('/', url).href,
    method: 'HEAD',
    redirect: 'manual',
    cache: 'no-store'
  })
  return new Promise((resolve) => {
    const end = (passed: boolean): void => {
      signal?.removeEventListener('abort', giveUp)
      resolve(passed)
      request.abort()
    }
    const giveUp = (): void => end(false)
    signal?.addEventListener('abort', giveUp)
    request.on('login', (info, reply) => {
      // A tenant must not get the password of a proxy.
      if (!info.isProxy) {
        giveUp()
        return
      }
      answer(info).then((credentials) => {
        if (credentials) reply(credentials.username, credentials.password)
        else giveUp()
      }, giveUp)
    })
    request.on('response', ({ statusCode }) => end(statusCode !== 407))
    request.on('redirect', () => end(true))
    // A failure beyond the proxy is reported by the request that is sent next.
    request.on('error', (error) => end(!networkCode(error).startsWith('proxy')))
    request.end()
  })
}

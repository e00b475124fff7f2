import { BrowserWindow, session as sessions } from 'electron'
import { z } from 'zod'
import type { Language } from '../../../contract/settings'
import { inBackground, type Log } from '../../log/log'
import type { ProxyChallenge, ProxyCredentials } from '../../tenant/challenge'
import { longestPassword, longestUsername, proxyPage, proxyPagePolicy } from './proxyPage'
import { cutOff, guardSession } from '../window/guards'
import { scheme } from '../window/protocol'
import { pagePreferences } from '../window/window'

const origin = `${scheme}://proxy`
const address = `${origin}/`

const credentials = z.strictObject({
  username: z.string().min(1).max(longestUsername),
  password: z.string().max(longestPassword)
})

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': proxyPagePolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store'
}

/**
 * Asks for the password of a proxy in a window of its own, which has no bridge: its page can send main one answer, and is
 * told nothing. The page of the main window cannot see it. Resolves to undefined if the person closes it.
 *
 * @param signal closes the window without an answer
 */
export async function askInProxyDialog(
  parent: BrowserWindow,
  language: Language,
  challenge: ProxyChallenge,
  signal: AbortSignal,
  log: Log
): Promise<ProxyCredentials | undefined> {
  if (signal.aborted) return undefined
  const session = sessions.fromPartition('proxy', { cache: false })
  guardSession(session, [origin])
  inBackground(log, 'page-not-cut-off', cutOff(session))
  const window = new BrowserWindow({
    parent,
    modal: true,
    width: 440,
    height: challenge.refused ? 440 : 364,
    useContentSize: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    show: false,
    webPreferences: pagePreferences(session)
  })
  window.removeMenu()
  window.once('ready-to-show', () => window.show())
  const close = (): void => window.destroy()
  let entered: ProxyCredentials | undefined
  return new Promise<ProxyCredentials | undefined>((resolve) => {
    session.protocol.handle(scheme, async (request) => {
      if (request.url !== address) return new Response(null, { status: 404 })
      if (request.method !== 'POST') return new Response(proxyPage(language, challenge), { headers })
      const answer = credentials.safeParse(await request.json().catch(() => undefined))
      if (!answer.success) return new Response(null, { status: 400 })
      entered = answer.data
      setImmediate(close)
      return new Response(null, { status: 204 })
    })
    signal.addEventListener('abort', close)
    window.once('closed', () => {
      signal.removeEventListener('abort', close)
      session.protocol.unhandle(scheme)
      // The proxy may refuse the answer at once, and the next question needs the scheme.
      resolve(entered)
    })
    inBackground(log, 'page-not-loaded', window.loadURL(address))
  })
}

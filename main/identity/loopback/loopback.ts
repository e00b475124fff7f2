import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Language } from '../../../contract/settings'
import { AppError } from '../../ground/errors'
import { createLoopbackServer, listenOnFirstFree, loopbackLimits } from './loopbackServer'
import { createOneTimeLinks, type OneTimeLink, secret } from './oneTimeLinks'
import { longestUrl } from '../../../contract/fields'
import { hasState, readPastedAddress } from './pastedAddress'
import { type ReturnPage, returnPage, returnPageHeaders } from './returnPage'

const callbackPath = '/callback'
/**
 * The number of requests with a wrong `state` that get an answer. Further ones are cut off; the right one still succeeds.
 */
const wrongStatesAnswered = 20

export interface Loopback {
  readonly redirectUri: string
  /**
   * Resolves to the redirect with the right `state`, whatever else it holds. Rejects with AppError `signInLinkReused`.
   */
  readonly callback: Promise<URL>
  /**
   * Makes an address that redirects to `target` once, so that `target` stands in no argument of a program. Another fetch ends
   * the wait, because other users of this computer can read arguments, and one of the two fetches may be theirs.
   *
   * @param onOpened is called at the first fetch
   */
  readonly link: (target: string, onOpened: () => void) => OneTimeLink
  /** Accepts the redirect by its address, if the browser could not reach this port. Returns true for the right state. */
  readonly accept: (address: string) => boolean
  /** Ends the wait. After a redirect the port closes by itself as soon as the browser has its last page. */
  readonly close: () => void
}

/**
 * Waits on 127.0.0.1 for the one redirect of an authorization request (RFC 8252 sections 7.3 and 8.3). Any other
 * request is refused without ending the wait, because any web page and any program on this computer can send one.
 *
 * @param ports tried in order; 0 stands for any free one
 * @throws AppError `signInPortTaken` if no port of the list is free
 */
export async function listenForCallback(
  ports: readonly number[],
  state: string,
  language: Language,
  limits = loopbackLimits
): Promise<Loopback> {
  const server = createLoopbackServer(limits)
  const port = await listenOnFirstFree(server, ports)
  const origin = `http://127.0.0.1:${port}`
  // The path is secret, so only the browser that brought the answer can fetch the page, which ends the listener.
  const donePath = `/done/${secret()}`
  const links = createOneTimeLinks(origin)
  const { promise: callback, resolve, reject } = settleable<URL>()
  let wrongStates = 0
  let over = false
  let lastPage: ReturnPage = 'done'

  /**
   * Closes the port, once. A browser that is already connected may still ask for its last page, within the time of a
   * request.
   */
  function closePort(): void {
    if (!server.listening) return
    server.close()
    AbortSignal.timeout(limits.requestMs).addEventListener('abort', () => server.closeAllConnections())
  }

  function end(): void {
    over = true
    setTimeout(closePort, limits.lingerMs).unref()
  }

  function follow(path: string, response: ServerResponse): void {
    const link = over ? undefined : links.take(path)
    if (!link) show(response, over ? 410 : 404, 'notForThis', language)
    else if (link === 'reused') {
      end()
      show(response, 410, 'linkReused', language)
      reject(new AppError('signInLinkReused'))
    } else {
      redirect(response, link.target)
      link.onOpened()
    }
  }

  /** Answers a redirect. The first one with the right state ends the wait. */
  function hear(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (over) show(response, 410, 'notForThis', language)
    else if (!hasState(url.searchParams, state)) {
      if (++wrongStates > wrongStatesAnswered) request.socket.destroy()
      else show(response, 400, 'notForThis', language)
    } else if (!isNavigation(request)) show(response, 400, 'notRead', language)
    else {
      end()
      if (url.searchParams.has('error')) lastPage = 'notCompleted'
      // This redirect takes the code out of the address bar and the history.
      redirect(response, donePath)
      resolve(url)
    }
  }

  server.on('request', (request, response) => {
    const url = readUrl(request, origin)
    if (!url) show(response, 400, 'notRead', language)
    else if (url.pathname.startsWith('/go/')) follow(url.pathname, response)
    else if (url.pathname === callbackPath) hear(url, request, response)
    else if (url.pathname === donePath && over) {
      show(response, 200, lastPage, language)
      response.on('finish', closePort)
    } else show(response, 404, 'notForThis', language)
  })
  server.on('clientError', (error, socket) => sayTooLong(error, socket, language))

  function accept(address: string): boolean {
    const url = over ? undefined : readPastedAddress(address, `${origin}${callbackPath}`, state)
    if (!url) return false
    over = true
    cutOff(server)
    resolve(url)
    return true
  }

  return {
    redirectUri: `${origin}${callbackPath}`,
    callback,
    accept,
    link: (target, onOpened) => links.make(target, onOpened),
    close() {
      if (!over) cutOff(server)
    }
  }
}

function cutOff(server: Server): void {
  server.close()
  server.closeAllConnections()
}

function settleable<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((settle, refuse) => {
    resolve = settle
    reject = refuse
  })
  // A rejection after the end of the wait has no listener, and must not crash the process.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

/** Returns the address of a request that was made to this very listener, or `undefined`. */
function readUrl({ method, url = '', headers, headersDistinct }: IncomingMessage, origin: string): URL | undefined {
  const ours =
    method === 'GET' &&
    url.length <= longestUrl &&
    url.startsWith('/') &&
    // `headers` has only the first of two hosts.
    `http://${headersDistinct['host']?.join() ?? ''}` === origin &&
    // Nobody has opened a page yet that a browser fetches ahead.
    headers['sec-purpose'] === undefined
  if (!ours || !URL.canParse(url, origin)) return undefined
  const parsed = new URL(url, origin)
  return parsed.origin === origin ? parsed : undefined
}

/** Returns true if a browser followed a redirect, as far as its headers tell: no script, no frame and no image. */
function isNavigation({ headers }: IncomingMessage): boolean {
  return (
    headers.origin === undefined &&
    [undefined, 'navigate'].includes(joined(headers['sec-fetch-mode'])) &&
    [undefined, 'document'].includes(joined(headers['sec-fetch-dest']))
  )
}

const joined = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join() : header

function show(response: ServerResponse, status: number, page: ReturnPage, language: Language): void {
  response.writeHead(status, returnPageHeaders(language)).end(returnPage(language, page))
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer'
  })
  response.end()
}

/** A browser with more cookies than the listener reads gets a page that says how to go on. */
function sayTooLong(error: NodeJS.ErrnoException, socket: Duplex, language: Language): void {
  if (error.code !== 'HPE_HEADER_OVERFLOW' || !socket.writable) {
    socket.destroy()
    return
  }
  const page = returnPage(language, 'notRead')
  const headers = Object.entries(returnPageHeaders(language)).map(([name, value]) => `${name}: ${value}`)
  // The rest of the request must be read, or the system drops the answer with the connection.
  socket.resume()
  socket.end(['HTTP/1.1 431 Request Header Fields Too Large', ...headers, '', page].join('\r\n'))
}

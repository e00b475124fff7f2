import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import { createLoopbackServer, listenOnFirstFree, loopbackLimits } from './loopbackServer'
import { hasState, longestUrl, readPastedAddress } from './pastedAddress'
import { type ReturnPage, returnPage, returnPageHeaders } from './returnPage'

const callbackPath = '/callback'
/** So many requests with a wrong `state` get an answer; more are cut off, the right one still comes through. */
const wrongStatesAnswered = 20

/** An address of the listener that leads a browser on to the tenant. */
export interface OneTimeLink {
  readonly address: string
  /** Returns the address for a browser that is being started: each one may fetch it once. */
  readonly handOut: () => string
}

export interface Loopback {
  readonly redirectUri: string
  /** The redirect that carries the right `state`, whatever else it carries. Rejects with AppError `signInLinkReused`. */
  readonly callback: Promise<URL>
  /**
   * Makes an address that redirects to `target` once, so that `target` stands in no argument of a program. Another fetch ends
   * the wait: arguments can be read by others on this computer, and one of the two may have been theirs.
   *
   * @param onOpened called at the first fetch
   */
  readonly link: (target: string, onOpened: () => void) => OneTimeLink
  /** Takes that redirect by its address, for a browser that could not come here. Returns true if it is the one. */
  readonly accept: (address: string) => boolean
  /** Ends the wait. After its end the port closes by itself, as soon as the browser has its last page. */
  readonly close: () => void
}

/**
 * Waits on 127.0.0.1 for the one redirect of an authorization request (RFC 8252 sections 7.3 and 8.3). Whatever is not that
 * redirect is refused without ending the wait: any web page and any program on this computer can send requests here.
 *
 * @param ports tried in order; 0 stands for any free one
 * @throws AppError `signInPortTaken` when no port of the list is free
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
  // Nobody but the browser that brought the answer can fetch the page, and end the listener with it.
  const donePath = `/done/${secret()}`
  const links = new Map<string, { target: string; fetchesLeft: number; onOpened: () => void }>()
  const { promise: callback, resolve, reject } = settleable<URL>()
  let wrongStates = 0
  let over = false
  let lastPage: ReturnPage = 'done'

  /** A browser that is connected already may still ask for its last page, for as long as a request may take. */
  function closePort(): void {
    server.close()
    setTimeout(() => server.closeAllConnections(), limits.requestMs).unref()
  }

  function cutOff(): void {
    server.close()
    server.closeAllConnections()
  }

  function end(): void {
    over = true
    setTimeout(closePort, limits.lingerMs).unref()
  }

  function follow(path: string, response: ServerResponse): void {
    const link = links.get(path)
    if (!link || over) show(response, over ? 410 : 404, 'notForThis', language)
    else if (link.fetchesLeft === 0) {
      end()
      show(response, 410, 'linkReused', language)
      reject(new AppError('signInLinkReused'))
    } else {
      link.fetchesLeft -= 1
      redirect(response, link.target)
      link.onOpened()
    }
  }

  /** The first redirect with the right state ends the wait. */
  function hear(url: URL, request: IncomingMessage, response: ServerResponse): void {
    if (over) show(response, 410, 'notForThis', language)
    else if (!hasState(url.searchParams, state)) {
      if (++wrongStates > wrongStatesAnswered) request.socket.destroy()
      else show(response, 400, 'notForThis', language)
    } else if (!isNavigation(request)) show(response, 400, 'notRead', language)
    else {
      end()
      if (url.searchParams.has('error')) lastPage = 'notCompleted'
      // Takes the code out of the address bar and the history.
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
    cutOff()
    resolve(url)
    return true
  }

  return {
    redirectUri: `${origin}${callbackPath}`,
    callback,
    accept,
    link(target, onOpened) {
      const link = { target, fetchesLeft: 1, onOpened: once(onOpened) }
      const path = `/go/${secret()}`
      links.set(path, link)
      let handedOut = false
      return {
        address: origin + path,
        handOut() {
          if (handedOut) link.fetchesLeft += 1
          handedOut = true
          return origin + path
        }
      }
    },
    close() {
      if (!over) cutOff()
    }
  }
}

const secret = (): string => randomBytes(32).toString('base64url')

function settleable<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((settle, refuse) => {
    resolve = settle
    reject = refuse
  })
  // The wait may be over by then, and nobody hears of it.
  promise.catch(() => undefined)
  return { promise, resolve, reject }
}

function once(listener: () => void): () => void {
  let called = false
  return () => {
    if (!called) listener()
    called = true
  }
}

/** Returns the address of a request that was made to this very listener, or `undefined`. */
function readUrl({ method, url = '', headers, headersDistinct }: IncomingMessage, origin: string): URL | undefined {
  const ours =
    method === 'GET' &&
    url.length <= longestUrl &&
    url.startsWith('/') &&
    // Of two hosts, `headers` has the first only.
    `http://${headersDistinct['host']?.join() ?? ''}` === origin &&
    // A page fetched ahead is one that nobody has opened yet.
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
  // What is still on its way must be read, or the system drops the answer with the connection.
  socket.resume()
  socket.end(['HTTP/1.1 431 Request Header Fields Too Large', ...headers, '', page].join('\r\n'))
}

import { timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Language } from '../../contract/settings'
import { AppError } from '../errors'
import { returnPage, returnPagePolicy } from './returnPage'

const callbackPath = '/callback'
const donePath = '/done'
const longestUrl = 8_192
/** So many requests with a wrong `state` get an answer; more are cut off, the right one still comes through. */
const wrongStatesAnswered = 20
/** How long the page that says "you can go back" stays available after the callback, in ms. */
const donePageMs = 2_000

export interface Loopback {
  readonly redirectUri: string
  /** The redirect that carries the right `state`, whatever else it carries. */
  readonly callback: Promise<URL>
  /** Takes that redirect by its address, for a browser that could not come here. Tells whether it is the one. */
  readonly accept: (address: string) => boolean
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
  language: Language
): Promise<Loopback> {
  const server = createServer({
    maxHeaderSize: 16_384,
    headersTimeout: 5_000,
    requestTimeout: 5_000,
    connectionsCheckingInterval: 1_000,
    keepAlive: false
  })
  server.maxConnections = 8
  server.maxRequestsPerSocket = 1
  const port = await listenOnFirstFree(server, ports)
  const redirectUri = `http://127.0.0.1:${port}${callbackPath}`
  const close = (): void => {
    server.close()
    server.closeAllConnections()
  }

  let resolve: (url: URL) => void
  const callback = new Promise<URL>((settle) => (resolve = settle))
  let wrongStates = 0
  let done = false

  /** The first redirect with the right state ends the wait. */
  function take(url: URL): boolean {
    if (!hasState(url, state)) return false
    done = true
    resolve(url)
    return true
  }

  server.on('request', (request, response) => {
    const url = readUrl(request, port)
    if (url?.pathname === donePath && done) {
      send(response, 200, returnPage(language), { 'content-language': language })
      response.on('finish', close)
    } else if (url?.pathname !== callbackPath) {
      send(response, url ? 404 : 400)
    } else if (done) {
      send(response, 410)
    } else if (take(url)) {
      // Takes the code out of the address bar and the history.
      send(response, 303, '', { location: donePath })
      setTimeout(close, donePageMs).unref()
    } else if (++wrongStates > wrongStatesAnswered) {
      request.socket.destroy()
    } else {
      send(response, 400)
    }
  })

  function accept(address: string): boolean {
    const url = readAddress(address, redirectUri)
    if (done || !url || !take(url)) return false
    close()
    return true
  }

  return { redirectUri, callback, accept, close }
}

async function listenOnFirstFree(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true))
    })
    server.removeAllListeners('error')
    if (free) {
      server.on('clientError', (_error, socket) => socket.destroy())
      return (server.address() as AddressInfo).port
    }
  }
  throw new AppError('signInPortTaken')
}

/** The address of a request that a person's browser makes by following a redirect; `null` for all others. */
function readUrl({ method, url = '', headers, headersDistinct }: IncomingMessage, port: number): URL | null {
  const origin = `http://127.0.0.1:${port}`
  const ordinary =
    method === 'GET' &&
    url.length <= longestUrl &&
    url.startsWith('/') &&
    // Of two hosts, `headers` has the first only.
    headersDistinct['host']?.join() === `127.0.0.1:${port}` &&
    headers.origin === undefined &&
    [undefined, 'navigate'].includes(one(headers['sec-fetch-mode'])) &&
    [undefined, 'document'].includes(one(headers['sec-fetch-dest'])) &&
    headers['sec-purpose'] === undefined
  if (!ordinary || !URL.canParse(url, origin)) return null
  const parsed = new URL(url, origin)
  return parsed.origin === origin ? parsed : null
}

/** An address as it is copied from a browser: this redirect, letter by letter, with its parameters; `null` for all others. */
function readAddress(address: string, redirectUri: string): URL | null {
  const copied = address.trim()
  if (copied.length > longestUrl || !copied.startsWith(`${redirectUri}?`) || !URL.canParse(copied)) return null
  return new URL(copied)
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join() : header

function hasState(url: URL, expected: string): boolean {
  const given = url.searchParams.getAll('state')
  if (given.length !== 1) return false
  const [theirs, ours] = [Buffer.from(given[0] ?? ''), Buffer.from(expected)]
  return theirs.length === ours.length && timingSafeEqual(theirs, ours)
}

function send(response: ServerResponse, status: number, body = '', headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': returnPagePolicy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    connection: 'close',
    ...headers
  })
  response.end(body)
}

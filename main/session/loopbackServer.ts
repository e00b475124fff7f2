import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { AppError } from '../errors'

/** What the listener grants to whoever connects to it. */
export interface LoopbackLimits {
  /** How long a request may take to arrive, in ms. */
  readonly requestMs: number
  /** How often that is checked, in ms. */
  readonly checkMs: number
  /** How many connections may be open at once. */
  readonly connections: number
  /** The browser sends the cookies of every other program on 127.0.0.1 along. */
  readonly headerBytes: number
  /** How long the port stays after the end of the wait, so that the browser can connect for its last page, in ms. */
  readonly lingerMs: number
}

export const loopbackLimits: LoopbackLimits = {
  requestMs: 5_000,
  checkMs: 1_000,
  connections: 256,
  headerBytes: 262_144,
  lingerMs: 2_000
}

/**
 * Creates a server that nobody can block: where too many connections are open, the oldest one is closed. A browser sends its
 * request at once and is answered at once, so the oldest connection is one that is silent or sends byte by byte.
 */
export function createLoopbackServer({ requestMs, checkMs, connections, headerBytes }: LoopbackLimits): Server {
  const server = createServer({
    maxHeaderSize: headerBytes,
    headersTimeout: requestMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    keepAlive: false
  })
  server.maxRequestsPerSocket = 1
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    const [oldest] = open
    if (open.size > connections && oldest) {
      open.delete(oldest)
      oldest.destroy()
    }
  })
  return server
}

/**
 * Returns the port on 127.0.0.1 where the server listens.
 *
 * @param ports tried in order; 0 stands for any free one
 * @throws AppError `signInPortTaken` when no port of the list is free
 */
export async function listenOnFirstFree(server: Server, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(true))
    })
    server.removeAllListeners('error')
    if (free) return (server.address() as AddressInfo).port
  }
  throw new AppError('signInPortTaken')
}

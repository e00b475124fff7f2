import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { AppError } from '../../ground/errors'

/** The limits of the listener for its connections. */
export interface LoopbackLimits {
  /** The time in which a request has to arrive, in ms. */
  readonly requestMs: number
  /** The interval at which that time is checked, in ms. */
  readonly checkMs: number
  /** The number of connections that may be open at once. */
  readonly connections: number
  /** The length of headers that are read, in bytes. They hold the cookies of every other program on 127.0.0.1 as well. */
  readonly headerBytes: number
  /** The time for which the port stays open after the wait, so that the browser can fetch its last page, in ms. */
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
 * Creates a server that nobody can block: if too many connections are open, the oldest one is closed. A browser sends its
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
 * @throws AppError `signInPortTaken` if no port of the list is free
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

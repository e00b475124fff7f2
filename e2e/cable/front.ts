import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { request } from 'node:http'
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { Socket } from 'node:net'
import type { Certificate } from '../support/authority'

const guestPage = '<!doctype html><title>Guest network</title><h1>Sign in to the guest network</h1>'

/** These headers belong to one connection, and HTTP/2 has no place for them. */
const ofConnection = new Set(['connection', 'keep-alive', 'transfer-encoding'])

const keysOf = ({ key, certificate }: Certificate) => ({ key: readFileSync(key), cert: readFileSync(certificate) })

function passedOn<Value>(headers: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !name.startsWith(':') && !ofConnection.has(name))
  )
}

/**
 * Answers at the tenant's address by HTTP/2, as tenants do. It passes every request on, or answers in the tenant's place.
 */
export class Front {
  private as: 'tenant' | 'stranger' | 'page' = 'tenant'
  private readonly open = new Map<number | undefined, Socket>()
  private readonly server

  /** @param port returns the port on this computer at which the tenant listens now */
  constructor(
    private readonly own: Certificate,
    private readonly strange: Certificate,
    port: () => number
  ) {
    this.server = createSecureServer({ ...keysOf(own), allowHTTP1: true }, (incoming, answer) => {
      if (this.as !== 'page') this.passOn(port(), incoming, answer)
      else answer.writeHead(200, { 'content-type': 'text/html' }).end(guestPage)
    })
    this.server.on('connection', (socket: Socket) => {
      this.open.set(socket.remotePort, socket)
      socket.on('error', () => undefined)
      socket.once('close', () => this.open.delete(socket.remotePort))
    })
    // The app ends the handshake if it refuses the certificate, and that is correct.
    this.server.on('tlsClientError', () => undefined)
    this.server.on('sessionError', () => undefined)
  }

  private passOn(port: number, incoming: Http2ServerRequest, answer: Http2ServerResponse): void {
    const { method, url, headers, socket } = incoming
    const host = headers[':authority'] ?? headers.host ?? ''
    const connection = this.open.get(socket.remotePort)
    const asked = request(
      { host: '127.0.0.1', port, agent: false, method, path: url, headers: { ...passedOn(headers), host } },
      (said) => {
        answer.writeHead(said.statusCode ?? 500, passedOn(said.headers))
        said.pipe(answer)
      }
    )
    // If the tenant breaks a connection off, the app's connection breaks off too.
    asked.once('error', () => connection?.resetAndDestroy())
    answer.once('close', () => asked.destroy())
    incoming.on('error', () => undefined).pipe(asked)
  }

  async listen(): Promise<void> {
    this.server.listen(443)
    await once(this.server, 'listening')
  }

  /** Lets another computer take over the address. It knows none of the open connections. */
  become(as: 'tenant' | 'stranger' | 'page'): void {
    this.as = as
    this.server.setSecureContext(keysOf(as === 'stranger' ? this.strange : this.own))
    for (const socket of this.open.values()) socket.resetAndDestroy()
  }
}

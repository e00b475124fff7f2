import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server } from 'node:tls'
import type { Certificate } from '../authority'

const guestPage = '<!doctype html><title>Guest network</title><h1>Sign in to the guest network</h1>'

const keysOf = ({ key, certificate }: Certificate) => ({ key: readFileSync(key), cert: readFileSync(certificate) })

/** What answers at the tenant's address: ends TLS and passes every byte on, or answers in the tenant's place. */
export class Front {
  private as: 'tenant' | 'stranger' | 'page' = 'tenant'
  private readonly open = new Set<Socket>()
  private readonly server: Server
  private readonly guests = createServer((_request, answer) => {
    answer.setHeader('content-type', 'text/html').end(guestPage)
  })

  /** @param port gives where the tenant listens on this computer now */
  constructor(
    private readonly own: Certificate,
    private readonly strange: Certificate,
    port: () => number
  ) {
    this.server = createTlsServer(keysOf(own), (socket) => {
      if (this.as === 'page') {
        this.guests.emit('connection', socket)
        return
      }
      const tenant = connect(port(), '127.0.0.1')
      for (const end of [socket, tenant]) {
        end.on('error', () => undefined)
        end.once('close', () => [socket, tenant].forEach((other) => other.destroy()))
      }
      socket.pipe(tenant).pipe(socket)
    })
    this.server.on('connection', (socket: Socket) => {
      this.open.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => this.open.delete(socket))
    })
    // A certificate that is refused ends the handshake, as it should.
    this.server.on('tlsClientError', () => undefined)
  }

  async listen(): Promise<void> {
    this.server.listen(443)
    await once(this.server, 'listening')
  }

  /** Another computer takes the address, and knows of no connection there. */
  become(as: 'tenant' | 'stranger' | 'page'): void {
    this.as = as
    this.server.setSecureContext(keysOf(as === 'stranger' ? this.strange : this.own))
    for (const socket of this.open) socket.resetAndDestroy()
  }
}

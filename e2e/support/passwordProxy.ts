import { createServer, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { listening } from './listening'

/** A proxy that lets nothing through without its name and password. */
export interface PasswordProxy {
  /** `127.0.0.1:<port>` */
  address: string
  /** The method and address of each request that was let through, in the order of arrival. */
  passed: string[]
  close: () => void
}

export const proxyUser = { username: 'ward-7', password: 'birch canary 4401' }

const expected = `Basic ${Buffer.from(`${proxyUser.username}:${proxyUser.password}`).toString('base64')}`

/** @param challenge the proxy's `Proxy-Authenticate` header; it accepts Basic only */
export async function startPasswordProxy(challenge = 'Basic realm="Ward"'): Promise<PasswordProxy> {
  const passed: string[] = []
  function lets(incoming: IncomingMessage): boolean {
    const right = incoming.headers['proxy-authorization'] === expected
    if (right) passed.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`)
    return right
  }
  const server = createServer((incoming, answer) => {
    if (!lets(incoming)) return answer.writeHead(407, { 'proxy-authenticate': challenge }).end()
    const { 'proxy-authorization': _, ...headers } = incoming.headers
    const onward = request(incoming.url ?? '', { method: incoming.method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    return incoming.pipe(onward)
  })
  server.on('connect', (incoming: IncomingMessage, socket) => {
    if (!lets(incoming)) {
      socket.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`
      )
      return
    }
    const { hostname, port } = new URL(`http://${incoming.url ?? ''}`)
    const onward = connect(Number(port), hostname, () => socket.write('HTTP/1.1 200 Connection Established\r\n\r\n'))
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
    socket.pipe(onward).pipe(socket)
  })
  return {
    address: await listening(server),
    passed,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}

import { createServer, request } from 'node:http'
import { listening } from './listening'

/** A proxy that passes plain requests on and records their addresses. It records tunnels too, but refuses them. */
export interface Recorder {
  /** `127.0.0.1:<port>` */
  address: string
  /** The method, origin and path of each request, in the order of arrival. */
  requests: string[]
  close: () => void
}

export async function startRecorder(): Promise<Recorder> {
  const requests: string[] = []
  const server = createServer((incoming, answer) => {
    const url = new URL(incoming.url ?? '')
    requests.push(`${incoming.method ?? ''} ${url.origin}${url.pathname}`)
    const onward = request(url, { method: incoming.method, headers: incoming.headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  })
  server.on('connect', (incoming, socket) => {
    requests.push(`CONNECT ${incoming.url ?? ''}`)
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  return {
    address: await listening(server),
    requests,
    close: () => {
      server.close()
      server.closeAllConnections()
    }
  }
}

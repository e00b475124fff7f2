import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Listens for anything at all, TCP and UDP, on ports of its own. */
export async function startListener() {
  const arrived: string[] = []
  const tcp = createServer((socket) => {
    arrived.push('a connection')
    socket.on('error', () => undefined).destroy()
  })
  tcp.listen(0, '127.0.0.1')
  const udp = createSocket('udp4', () => arrived.push('a datagram'))
  udp.bind(0, '127.0.0.1')
  await Promise.all([once(tcp, 'listening'), once(udp, 'listening')])
  const address = tcp.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.')
  return {
    arrived,
    address: `127.0.0.1:${address.port}`,
    udpPort: udp.address().port,
    close: () => {
      tcp.close()
      udp.close()
    }
  }
}

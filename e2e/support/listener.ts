import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { listening } from './listening'

/** Listens for any TCP or UDP traffic, on free ports. */
export async function startListener() {
  const arrived: string[] = []
  const tcp = createServer((socket) => {
    arrived.push('a connection')
    socket.on('error', () => undefined).destroy()
  })
  const udp = createSocket('udp4', () => arrived.push('a datagram'))
  udp.bind(0, '127.0.0.1')
  const [address] = await Promise.all([listening(tcp), once(udp, 'listening')])
  return {
    arrived,
    address,
    udpPort: udp.address().port,
    close: () => {
      tcp.close()
      udp.close()
    }
  }
}

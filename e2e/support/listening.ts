import { once } from 'node:events'
import type { Server } from 'node:net'

/** Makes a server listen on a free port of this computer only. Resolves with `127.0.0.1:<port>`. */
export async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.')
  return `127.0.0.1:${address.port}`
}

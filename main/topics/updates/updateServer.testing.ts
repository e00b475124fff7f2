import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

/** Answers a request in place of the file, and returns false if the file is to be served. */
type Interference = (request: IncomingMessage, response: ServerResponse) => boolean

export interface UpdateServer {
  address: string
  /** Serves the files of this folder from now on. */
  serve: (folder: string) => void
  /** Lets `interference` answer between the server and its clients, until it is undefined. */
  interfere: (interference: Interference | undefined) => void
  /** The paths that were requested. */
  asked: string[]
  close: () => Promise<void>
}

/** Starts a web server of files on this computer, and the interference in front of it. */
export async function startUpdateServer(folder: string): Promise<UpdateServer> {
  let root = folder
  let interference: Interference | undefined
  const asked: string[] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
    asked.push(pathname)
    if (interference?.(request, response)) return
    readFile(join(root, decodeURIComponent(pathname))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end()
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}/`,
    serve: (next) => (root = next),
    interfere: (next) => (interference = next),
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
  }
}

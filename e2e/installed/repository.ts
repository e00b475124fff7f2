import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createReadStream } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, normalize } from 'node:path'
import { writeAptRepository } from '../../packaging/linux/aptRepository'
import { endKeyAgent, exportPublicKey, makeTestKey, type SigningKey } from '../../packaging/linux/signingKey'
import { administer } from './system'

const day = 86_400_000
const list = '/etc/apt/sources.list.d/holdfast.list'
const keyring = '/etc/apt/keyrings/holdfast.asc'
/** These options make apt ask this repository only, and turn on checks that a test machine may have switched off. */
const options = [
  `Dir::Etc::sourcelist=${list}`,
  'Dir::Etc::sourceparts=-',
  'APT::Get::List-Cleanup=false',
  'Acquire::Check-Valid-Until=true',
  'Acquire::Check-Date=true',
  'Acquire::http::Proxy::127.0.0.1=DIRECT'
].flatMap((option) => ['-o', option])

/** A signed apt repository on this computer. Users have one on the network. */
export class AptRepository {
  private constructor(
    private readonly folder: string,
    private readonly key: SigningKey,
    private readonly server: Server
  ) {}

  /** Opens an empty repository and makes the system trust it. */
  static async open(folder: string): Promise<AptRepository> {
    const home = join(folder, 'gpg')
    const files = join(folder, 'apt')
    await mkdir(home, { mode: 0o700 })
    await mkdir(files)
    const key = await makeTestKey(home)
    const server = createServer((request, response) => {
      const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname))
      createReadStream(join(files, path))
        .on('error', () => response.writeHead(404).end())
        .pipe(response)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await exportPublicKey(key, join(folder, 'holdfast.asc'))
    await writeFile(join(folder, 'holdfast.list'), `deb [signed-by=${keyring}] http://127.0.0.1:${port} stable main\n`)
    await administer('install', '-D', '-m', '644', join(folder, 'holdfast.asc'), keyring)
    await administer('install', '-D', '-m', '644', join(folder, 'holdfast.list'), list)
    return new AptRepository(files, key, server)
  }

  /** Publishes one more package, and makes apt read the new list. */
  async publish(deb: string): Promise<void> {
    const date = new Date()
    const validUntil = new Date(date.getTime() + 7 * day)
    await writeAptRepository({ folder: this.folder, key: this.key, date, validUntil }, [deb])
    await administer('apt-get', ...options, 'update')
  }

  async close(): Promise<void> {
    this.server.close()
    this.server.closeAllConnections()
    await endKeyAgent(this.key.home)
    await administer('rm', list, keyring)
  }
}

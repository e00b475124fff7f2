import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const openssl = (...args: string[]) => run('openssl', args)

interface Certificate {
  key: string
  certificate: string
}

/** A certificate authority of this test alone. */
export class Authority {
  private constructor(
    private readonly folder: string,
    private readonly own: Certificate
  ) {}

  static async create(parent: string, organisation: string): Promise<Authority> {
    const folder = await mkdtemp(join(parent, 'authority-'))
    const own = { key: join(folder, 'ca.key'), certificate: join(folder, 'ca.pem') }
    await openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/O=${organisation}/CN=Root`],
      ...['-addext', 'keyUsage=critical,keyCertSign', '-keyout', own.key, '-out', own.certificate]
    )
    return new Authority(folder, own)
  }

  /** @param days negative for one that has ended */
  async issue(name: string, { days = 10 } = {}): Promise<Certificate> {
    const [key, request, certificate] = ['key', 'csr', 'pem'].map((end) => join(this.folder, `leaf.${end}`))
    const extensions = join(this.folder, 'extensions')
    await writeFile(extensions, `subjectAltName=${name}\nextendedKeyUsage=serverAuth\n`)
    await openssl(
      ...[
        'req',
        '-new',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        '/CN=tenant',
        '-keyout',
        key ?? '',
        '-out',
        request ?? ''
      ]
    )
    await openssl(
      ...['x509', '-req', '-in', request ?? '', '-CA', this.own.certificate, '-CAkey', this.own.key, '-CAcreateserial'],
      ...['-days', String(days), '-extfile', extensions, '-out', certificate ?? '']
    )
    return { key: key ?? '', certificate: certificate ?? '' }
  }

  /** Puts the authority into the store that programs of the person with this home trust. */
  async trust(home: string): Promise<void> {
    const store = join(home, '.pki/nssdb')
    await mkdir(store, { recursive: true })
    await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
    await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'test', '-i', this.own.certificate])
  }
}

/** The tenant behind TLS: passes requests on, and puts its own address where the tenant names its own. */
export async function startTls(
  tenant: string,
  { key, certificate }: Certificate
): Promise<{ host: string; server: Server }> {
  const server = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (incoming, answer) => {
    void fetch(`${tenant}${incoming.url ?? ''}`).then(async (response) => {
      answer.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? '' })
      answer.end((await response.text()).replaceAll(tenant, host))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('A TCP server has a port.')
  const host = `https://127.0.0.1:${address.port}`
  return { host, server }
}

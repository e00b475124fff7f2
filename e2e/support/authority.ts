import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server, type ServerOptions } from 'node:https'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listening } from './listening'

const run = promisify(execFile)
const openssl = (...args: string[]) => run('openssl', args)

/** Returns the configuration file of `openssl ca`. */
const configuration = (folder: string): string =>
  [
    '[ca]\ndefault_ca = ours',
    `[ours]\ndatabase = ${join(folder, 'issued')}\nserial = ${join(folder, 'serial')}\nnew_certs_dir = ${folder}\ndefault_md = sha256\npolicy = named`,
    '[named]\ncommonName = supplied\n'
  ].join('\n')

const dayMs = 24 * 3_600_000

/** Returns the period of validity of a certificate that is good today. */
const current = () => ({ from: new Date(Date.now() - dayMs), to: new Date(Date.now() + dayMs) })

/** Returns a moment as YYYYMMDDHHMMSSZ, in UTC. */
const momentOf = (date: Date): string => `${date.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`

export interface Certificate {
  key: string
  certificate: string
}

/** A certificate authority of this test alone. */
export class Authority {
  readonly own: Certificate

  /** Uses the authority that was created in this folder. */
  constructor(readonly folder: string) {
    this.own = { key: join(folder, 'ca.key'), certificate: join(folder, 'ca.pem') }
  }

  static async create(parent: string, organisation: string): Promise<Authority> {
    const authority = new Authority(await mkdtemp(join(parent, 'authority-')))
    await openssl(
      ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/O=${organisation}/CN=Root`],
      ...['-addext', 'keyUsage=critical,keyCertSign'],
      ...['-keyout', authority.own.key, '-out', authority.own.certificate]
    )
    return authority
  }

  /** Resolves with a certificate for `name` (as in a subjectAltName) that is good between the two moments. */
  async issue(name: string, { from, to } = current()): Promise<Certificate> {
    const own = join(this.folder, 'leaf')
    const [key, request, certificate] = [`${own}.key`, `${own}.csr`, `${own}.pem`]
    await openssl(
      ...['req', '-new', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=tenant', '-keyout', key, '-out', request]
    )
    await writeFile(join(this.folder, 'issued'), '')
    await writeFile(join(this.folder, 'serial'), '01')
    await writeFile(`${own}.ext`, `subjectAltName=${name}\nextendedKeyUsage=serverAuth\n`)
    await writeFile(`${own}.cnf`, configuration(this.folder))
    await openssl(
      ...['ca', '-batch', '-notext', '-config', `${own}.cnf`, '-extfile', `${own}.ext`],
      ...['-cert', this.own.certificate, '-keyfile', this.own.key, '-in', request, '-out', certificate],
      ...['-startdate', momentOf(from), '-enddate', momentOf(to)]
    )
    return { key, certificate }
  }

  /** Adds the authority to the store that is trusted by the programs of the person with this home folder. */
  async trust(home: string): Promise<void> {
    const store = join(home, '.pki/nssdb')
    await mkdir(store, { recursive: true })
    await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password'])
    await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'test', '-i', this.own.certificate])
  }
}

/**
 * Starts the tenant behind TLS. It passes requests on, and replaces the tenant's own address by its own.
 *
 * @param options settings of its TLS
 */
export async function startTls(
  tenant: string,
  { key, certificate }: Certificate,
  options: ServerOptions = {}
): Promise<{ host: string; server: Server }> {
  const keys = { key: await readFile(key), cert: await readFile(certificate) }
  const server = createServer({ ...options, ...keys }, (incoming, answer) => {
    void fetch(`${tenant}${incoming.url ?? ''}`).then(async (response) => {
      answer.writeHead(response.status, { 'content-type': response.headers.get('content-type') ?? '' })
      answer.end((await response.text()).replaceAll(tenant, host))
    })
  })
  const host = `https://${await listening(server)}`
  return { host, server }
}

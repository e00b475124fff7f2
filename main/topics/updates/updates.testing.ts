import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newSigners, publish, rotate, type Signers } from '../../../packaging/repository/repository.testing'
import type { Deadlines } from './fetcher'
import type { InstallationKind } from './installation'
import { openUpdateRepository, type UpdateRepository } from './repository'
import { startUpdateServer, type UpdateServer } from './updateServer.testing'

export interface Updates {
  /** A folder for the test's own files. */
  scratch: string
  /** The folder of the repository that the server serves. */
  folder: string
  signers: Signers
  server: UpdateServer
  /** The root that came with the app: the first one. */
  root: Buffer
  /** Publishes a release, for an archive on Linux unless it says otherwise. */
  publish: (
    version: string,
    release?: { minimum?: string; content?: string | Buffer; kinds?: InstallationKind[] }
  ) => Promise<void>
  /** Returns a client. Clients with the same name share the files that they accepted before. */
  client: (options?: ClientOptions) => UpdateRepository
  /** Returns the folder of the client of that name. */
  keptBy: (name: string) => string
  /** The moment at which everything happens, until it is set again. */
  now: Date
  close: () => Promise<void>
}

type ClientOptions = Partial<Parameters<typeof openUpdateRepository>[0]> & { name?: string }

/** Short deadlines, because tests do not wait for an answer that never comes. */
export const impatience: Deadlines = { idle: 300, metadata: 600, package: 600 }

/** Starts a publisher with keys of their own, a web server with their repository, and clients that ask it. */
export async function startUpdates(): Promise<Updates> {
  const scratch = await mkdtemp(join(tmpdir(), 'holdfast-updates-'))
  const folder = join(scratch, 'repository')
  const signers = newSigners()
  const start = new Date('2026-11-28T12:00:00Z')
  await rotate(folder, signers, [], start)
  const server = await startUpdateServer(folder)
  const updates: Updates = {
    scratch,
    folder,
    signers,
    server,
    root: await readFile(join(folder, 'metadata/1.root.json')),
    publish: (version, release) =>
      publish(folder, updates.signers, { version, content: `package ${version}`, ...release }, updates.now),
    client: ({ name = 'client', ...options } = {}) =>
      openUpdateRepository({
        address: server.address,
        root: updates.root,
        folder: updates.keptBy(name),
        kind: 'tarball',
        fetch: globalThis.fetch,
        now: () => updates.now,
        log: () => undefined,
        ...options
      }),
    keptBy: (name) => join(scratch, name),
    now: start,
    async close() {
      await server.close()
      await rm(scratch, { recursive: true })
    }
  }
  return updates
}

export const look = (client: UpdateRepository) => client.look(new AbortController().signal)

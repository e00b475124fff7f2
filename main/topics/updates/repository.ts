import { AppError } from '../../ground/errors'
import type { Transport } from '../../tenant/fetch'
import type { Log } from '../../log/log'
import { type DownloadOptions, downloadRelease } from './download'
import { type Deadlines, fetcherBelow, patience } from './fetcher'
import type { InstallationKind } from './installation'
import { openKeptMetadata } from './keptMetadata'
import { refuseOlder } from './newestSeen'
import { type Release, readRelease, targetNames } from './release'
import { refreshMetadata } from './trustedMetadata'

/** The signed repository of releases, which names the newest one for this kind of installation. */
export interface UpdateRepository {
  /**
   * Resolves to the newest release that the repository names for this kind of installation.
   *
   * @throws AppError `updateUnreachable`, `updateRefused`, `updateExpired`, `updateNotWritten`; an abort by the caller as it is
   */
  look(signal: AbortSignal): Promise<Release>
  /**
   * Puts the file of `release` at `path` if its size and hashes are right. Otherwise nothing is left at `path`.
   *
   * @throws AppError `updateUnreachable`, `updateRefused`, `updateNotWritten`; an abort by the caller as it is
   */
  download(release: Release, path: string, options: DownloadOptions): Promise<void>
}

interface Options {
  /** The folder of the repository, which contains `metadata/` and `targets/`. */
  address: string
  /** The `root.json` that came with the app. */
  root: Buffer
  /** A folder of the profile for the files that were accepted before. */
  folder: string
  kind: InstallationKind
  fetch: Transport
  now?: () => Date
  log: Log
  deadlines?: Deadlines
}

/** @throws AppError `updateRefused` if the address is neither https nor of this computer */
export function openUpdateRepository({
  now = () => new Date(),
  deadlines = patience,
  ...options
}: Options): UpdateRepository {
  const { address, root, folder, kind, fetch, log } = options
  const fetcher = fetcherBelow(address, fetch, deadlines.idle)

  return {
    async look(signal) {
      const kept = await openKeptMetadata(folder, log)
      const remote = (name: string, longest: number): Promise<Buffer | undefined> =>
        fetcher(`metadata/${name}`, { longest, deadline: deadlines.metadata, signal }, together)
      const { store, keep } = await refreshMetadata({ root, kept, remote, log }, now())
      const name = targetNames[kind]
      const release = read(name, store.targets?.signed.targets[name])
      await refuseOlder(folder, release.version, store.root.signed.roles['targets']?.keyIDs ?? [], log)
      await keep()
      return release
    },
    download: (release, path, options) =>
      downloadRelease(fetcher, release, path, { ...options, deadline: deadlines.package })
  }
}

async function together(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

function read(name: string, file: unknown): Release {
  try {
    return readRelease(name, file)
  } catch (cause) {
    throw new AppError('updateRefused', { cause })
  }
}

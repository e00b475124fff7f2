import { createWriteStream, existsSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { checkHash, inWorkFolder } from './verified.mjs'
import { Stop } from './stop.mjs'

/** The error of a server that cannot be reached from here, or does not have the file. */
export class Unreachable extends Error {}

const executables = { linux: 'electron', darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }

/** Returns the facts of the official release of this version for this machine. `ELECTRON_MIRROR` replaces GitHub. */
export function officialRelease({
  version,
  checksums,
  cache,
  env = process.env,
  platform = process.platform,
  arch = process.arch
}) {
  const name = `electron-v${version}-${platform}-${arch}`
  const mirror = env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/download/'
  const folder = join(cache, name)
  return {
    version,
    folder,
    executable: join(folder, executables[platform]),
    url: `${mirror.replace(/\/?$/, '/')}v${version}/${name}.zip`,
    sha256: checksums[`${name}.zip`]
  }
}

/** Resolves with true if the server offers the file. An answer later than `limit` ms counts as no. */
export async function isReachable(url, limit = 1_000) {
  try {
    return (await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(limit) })).ok
  } catch {
    return false
  }
}

/** @throws {Unreachable} if another source may be tried; every other failure is final. */
export async function installOfficial({ url, sha256, folder, executable }, say) {
  if (existsSync(executable)) return
  await inWorkFolder(folder, async (work) => {
    const zip = join(work, 'electron.zip')
    await download(url, zip, say)
    say('checking')
    await checkHash(zip, 'sha256', 'hex', sha256, `The download from ${url}`)
    say('unpacking')
    const { extract } = await import('@electron-internal/extract-zip')
    const unpacked = join(work, 'unpacked')
    await extract(zip, { dir: unpacked })
    await rename(unpacked, folder)
  })
}

/** Streams a URL to a file. A server is unreachable after 15 s without an answer, and 30 s without a byte end the download. */
async function download(url, file, say) {
  const abort = new globalThis.AbortController()
  let patience = setTimeout(() => abort.abort(), 15_000)
  const stillWaiting = () => {
    clearTimeout(patience)
    patience = setTimeout(() => abort.abort(), 30_000)
  }
  try {
    const response = await request(url, abort.signal)
    const total = Number(response.headers.get('content-length'))
    let received = 0
    const count = new Transform({
      transform(chunk, _encoding, done) {
        received += chunk.length
        stillWaiting()
        say(`${megabytes(received)} of ${total > 0 ? megabytes(total) : '?'} MB`)
        done(null, chunk)
      }
    })
    await pipeline(Readable.fromWeb(response.body), count, createWriteStream(file)).catch((error) => {
      if (error.code === 'ENOSPC') throw error
      throw new Stop(`The download of Electron broke off after ${megabytes(received)} MB. Run the command again.`)
    })
  } finally {
    clearTimeout(patience)
  }
}

async function request(url, signal) {
  const response = await fetch(url, { signal }).catch((error) => {
    throw new Unreachable(`${new URL(url).host} cannot be reached (${error.cause?.code ?? error.message})`)
  })
  if (response.ok) return response
  await response.body?.cancel()
  throw new Unreachable(`${url} answers ${response.status}`)
}

const megabytes = (bytes) => Math.round(bytes / 1e6)

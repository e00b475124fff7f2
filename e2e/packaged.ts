import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { root, test as base } from './fixtures'

const shipped = ['package.json', 'out/main', 'out/preload', 'out/renderer', 'node_modules/keytar']
const nobody = 65_534
const become = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups']
const asRoot = process.getuid?.() === 0

interface Started {
  pid: number
  /** What it wrote to its error output so far. */
  said: () => string
  /** Its exit code. */
  ended: Promise<unknown>
}

interface Place {
  profile: string
  /** A command that runs the one that follows it. */
  within?: string[]
}

interface Packaged {
  /** Of the copy: in it the app finds itself as it would where it is installed. */
  folder: string
  /** Writes into the copy which Electron it was packaged with, as a packager does; the fixture writes that of the runtime. */
  writeVersion: (electronVersion: string) => Promise<void>
  /** Starts the copy as a user without rights, with the operating system's sandbox on. `program` is the name of its executable. */
  start: (args: string[], env?: NodeJS.ProcessEnv, program?: 'holdfast' | 'electron', place?: Place) => Started
  /** Folder of the user without rights. */
  home: string
}

/**
 * The app as it would be shipped: Electron's folder with the app inside, and the program under the app's name, by which
 * Electron knows that it is packaged. Under its old name beside it, the same program takes itself for unpackaged.
 */
export const test = base.extend<{ packaged: Packaged }>({
  packaged: async ({ folder, keyring }, use) => {
    const executable = process.env['HOLDFAST_ELECTRON'] ?? ''
    const place = join(folder, 'packaged')
    await cp(dirname(executable), place, { recursive: true, mode: constants.COPYFILE_FICLONE })
    await cp(join(place, 'electron'), join(place, 'holdfast'), { mode: constants.COPYFILE_FICLONE })
    await rename(join(place, 'resources'), join(place, 'resources-of-electron'))
    for (const part of shipped) await cp(join(root, part), join(place, 'resources/app', part), { recursive: true })
    const manifest = join(place, 'resources/app/package.json')
    const writeVersion = async (electronVersion: string): Promise<void> => {
      const written = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(manifest, 'utf8')))
      await writeFile(manifest, JSON.stringify({ ...written, electronVersion }))
    }
    await writeVersion(await versionOf(executable))
    const home = join(folder, 'home')
    await mkdir(home)
    if (asRoot) await chown(home, nobody, nobody)
    await chmod(folder, 0o755)

    const running: { kill: () => boolean; ended: Promise<unknown> }[] = []
    await use({
      folder: place,
      writeVersion,
      home,
      start(args, env = {}, program = 'holdfast', { profile, within = [] } = { profile: join(home, 'profile') }) {
        const command = [join(place, program), `--profile=${profile}`, '--lang=en', ...args]
        const [file = '', ...rest] = [...within, ...(asRoot ? ['setpriv', ...become] : []), ...command]
        const child = spawn(file, rest, {
          cwd: folder,
          env: { ...keyring.env, DISPLAY: process.env['DISPLAY'] ?? '', HOME: home, XDG_RUNTIME_DIR: home, ...env },
          stdio: ['ignore', 'ignore', 'pipe']
        })
        let said = ''
        child.stderr.setEncoding('utf8').on('data', (text) => (said += String(text)))
        const ended = once(child, 'close').then(([code]): unknown => code)
        running.push({ kill: () => child.kill('SIGKILL'), ended })
        return { pid: child.pid ?? 0, said: () => said, ended }
      }
    })
    for (const { kill } of running) kill()
    await Promise.all(running.map(({ ended }) => ended))
    await rm(place, { recursive: true })
  }
})
export { expect } from './fixtures'

async function versionOf(executable: string): Promise<string> {
  const env = { ELECTRON_RUN_AS_NODE: '1' }
  const { stdout } = await promisify(execFile)(executable, ['-p', 'process.versions.electron'], { env })
  return stdout.trim()
}

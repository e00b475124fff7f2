import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { archiveOf, start, writeTarball } from '../../main/topics/updates/tarball.testing'
import { startUpdates, type Updates } from '../../main/topics/updates/updates.testing'
import { bundleChild } from '../crash/bundle'

const run = promisify(execFile)

/** The errors after a kill, and the moment of the kill. */
export interface Broken {
  killedAt: string
  wrong: string[]
}

/** The process is killed at the `step`-th step, or after `ms`. */
type Kill = { step: number } | { ms: number }

/** Kills an installation of 0.2.0 over 0.1.0, starts the result by the real starter, and installs once more. */
export class UpdateCampaign {
  private constructor(
    private readonly scratch: string,
    private readonly child: string,
    private readonly updates: Updates
  ) {}

  static async start(): Promise<UpdateCampaign> {
    const scratch = await mkdtemp(join(tmpdir(), 'holdfast-update-crash-'))
    const updates = await startUpdates()
    await updates.publish('0.2.0', { minimum: '0.1.0', content: await archiveOf(scratch, '0.2.0') })
    await writeTarball(join(scratch, 'installed'), '0.1.0')
    return new UpdateCampaign(scratch, await bundleChild(scratch, new URL('child.ts', import.meta.url)), updates)
  }

  async end(): Promise<void> {
    await this.updates.close()
    await rm(this.scratch, { recursive: true })
  }

  /** Resolves with the number of steps, and the ms that all of them take. */
  async measure(): Promise<{ steps: number; ms: number }> {
    const folder = await this.prepare()
    const begin = performance.now()
    const { said } = await this.install(folder, { step: 0 })
    return { steps: Number(said), ms: performance.now() - begin }
  }

  /** Resolves with the errors after the kill and its moment, or with `undefined` if the process ended before it. */
  async kill(kill: Kill): Promise<Broken | undefined> {
    const folder = await this.prepare()
    const { said, killed } = await this.install(folder, kill)
    if (!killed) return undefined
    const wrong: string[] = []
    const running = await versionStarted(folder)
    if (!['0.1.0', '0.2.0'].includes(running)) wrong.push(`started: ${running}`)
    const { said: done } = await this.install(folder, { step: 0 }, running)
    if (!/^\d+$/.test(done)) wrong.push('the next installation failed')
    const next = await versionStarted(folder)
    if (next !== '0.2.0') wrong.push(`started after the next installation: ${next}`)
    const left = await readdir(folder)
    if (left.some((name) => name.includes('.partial'))) wrong.push(`left behind: ${left.join(' ')}`)
    const versions = (await readdir(join(folder, 'versions'))).sort()
    if (versions.join() !== '0.1.0,0.2.0') wrong.push(`versions: ${versions.join(' ')}`)
    if ((await readlink(join(folder, 'current'))) !== 'versions/0.2.0') wrong.push('another version is current')
    return { killedAt: said.trim() || JSON.stringify(kill), wrong }
  }

  /** Installs on a disk with room for `room` kB. Resolves with the outcome, the version that starts then, and the files. */
  async fill(room: number): Promise<{ outcome: string; started: string; files: string[] }> {
    const folder = await this.prepare()
    const disk = join(this.scratch, 'disk')
    await mkdir(disk, { recursive: true })
    const script = [
      `mount -t tmpfs -o size=${room}k none "$1"`,
      'cp -a "$2/." "$1"',
      '"$3" "$4" "$5"; echo',
      '"$1/holdfast" 2>&1',
      'cd "$1"; ls -A . versions | xargs'
    ].join(' && ')
    const order = JSON.stringify(this.orderFor(disk, 0, '0.1.0'))
    const given = ['sh', disk, folder, process.execPath, this.child, order]
    const { stdout } = await run('unshare', ['-Urm', 'sh', '-c', script, ...given])
    const [outcome = '', started = '', files = ''] = stdout.trimEnd().split('\n')
    return { outcome, started, files: files.split(' ') }
  }

  private async prepare(): Promise<string> {
    const folder = join(this.scratch, 'holdfast')
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    await cp(join(this.scratch, 'installed'), folder, { recursive: true, verbatimSymlinks: true })
    return folder
  }

  private async install(folder: string, kill: Kill, running = '0.1.0'): Promise<{ said: string; killed: boolean }> {
    const order = this.orderFor(folder, 'step' in kill ? kill.step : 0, running)
    const child = spawn(process.execPath, [this.child, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
    const timer = 'ms' in kill && setTimeout(() => child.kill('SIGKILL'), kill.ms)
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text) => (said += String(text)))
    await once(child, 'close')
    if (timer !== false) clearTimeout(timer)
    return { said, killed: child.signalCode === 'SIGKILL' }
  }

  private orderFor(folder: string, killAt: number, running: string) {
    const { server, root, now } = this.updates
    const kept = join(this.scratch, 'kept')
    return { folder, running, address: server.address, root: root.toString('base64'), kept, now: now.getTime(), killAt }
  }
}

const versionStarted = (folder: string): Promise<string> =>
  start(folder).then(
    ({ stdout }) => stdout.trim(),
    (error: unknown) => String(error)
  )

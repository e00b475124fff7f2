import { execFile, type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from '@playwright/test'
import { z } from 'zod'

const run = promisify(execFile)
const password = 'practice'
const secrets = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets']
const busWithoutServices = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth><policy context="default">
<allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`

const root = fileURLToPath(new URL('../..', import.meta.url))
const printEntries = `import('keytar')
  .then(({ default: keytar }) => keytar.findCredentials(process.argv[1]))
  .then((found) => console.log(JSON.stringify(found)))`
const storeEntry = `import('keytar').then(({ default: keytar }) => keytar.setPassword(...process.argv.slice(1)))`

const moveEntries = `import('keytar').then(async ({ default: keytar }) => {
  const [, from, to] = process.argv
  for (const { account, password } of await keytar.findCredentials(from)) {
    if (to) await keytar.setPassword(to, account, password)
    await keytar.deletePassword(from, account)
  }
})`

/** The app may meet a keychain in any of these states. */
export const keychainModes = ['unlocked', 'locked', 'prompt', 'stopped', 'noservice', 'nobus'] as const
export type KeychainMode = (typeof keychainModes)[number]

/**
 * On macOS and Windows this is the keychain of the user who runs the tests: the app's entries stay, and no test can lock
 * it. On Linux it is a separate D-Bus session with a real gnome-keyring, or with none. The bus has no display, so a locked
 * keyring fails at once, as if the person had dismissed the question for its password. With `prompts` its question stays
 * open.
 */
export class Keyring {
  private bare?: ChildProcess

  private constructor(
    private readonly home: string,
    /** The app is started with this environment. */
    public env: NodeJS.ProcessEnv,
    private readonly own: NodeJS.ProcessEnv,
    private readonly bus?: ChildProcess,
    private daemon?: ChildProcess
  ) {}

  static async start({ absent = false, prompts = false } = {}): Promise<Keyring> {
    const home = await mkdtemp(join(tmpdir(), 'holdfast-home-'))
    if (process.platform !== 'linux') return new Keyring(home, process.env, process.env)
    await mkdir(join(home, 'run'), { mode: 0o700 })
    const {
      DISPLAY: display,
      GNOME_KEYRING_CONTROL: _control,
      DBUS_SESSION_BUS_ADDRESS: _bus,
      ...inherited
    } = process.env
    const env: NodeJS.ProcessEnv = {
      ...inherited,
      HOME: home,
      XDG_RUNTIME_DIR: join(home, 'run'),
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      XDG_CACHE_HOME: join(home, 'cache'),
      NO_AT_BRIDGE: '1',
      ...(prompts && { DISPLAY: display })
    }
    const { bus, address } = await startBus(home, env, absent)
    const own = { ...env, DBUS_SESSION_BUS_ADDRESS: address }
    const keyring = new Keyring(home, own, own, bus)
    if (!absent) await keyring.startDaemon()
    return keyring
  }

  /** Changes the state of the keychain. The stored entries stay stored. */
  async become(mode: KeychainMode): Promise<void> {
    if (mode === 'locked' || mode === 'prompt') await this.lock()
    if (mode === 'stopped') this.freeze()
    if (mode === 'nobus') this.env = { ...this.own, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(this.home, 'none')}` }
    if (mode === 'noservice') {
      const { bus, address } = await startBus(this.home, this.own, true)
      this.bare = bus
      this.env = { ...this.own, DBUS_SESSION_BUS_ADDRESS: address }
    }
  }

  private async startDaemon(): Promise<void> {
    this.daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
      env: this.own,
      stdio: ['pipe', 'ignore', 'ignore']
    })
    this.daemon.stdin?.end(password)
    // A call before the service owns its name would make the bus start a second, empty one.
    await run('gdbus', ['wait', '--session', '--timeout', '10', 'org.freedesktop.secrets'], { env: this.own })
    // The service exists before its default collection does.
    await expect.poll(() => this.call('Service.ReadAlias', 'default').catch(() => '')).toContain('/collection/')
  }

  private async call(method: string, ...args: string[]): Promise<string> {
    const name = `org.freedesktop.Secret.${method}`
    const { stdout } = await run('gdbus', ['call', ...secrets, '--method', name, ...args], {
      env: this.own
    })
    return stdout
  }

  async lock(): Promise<void> {
    await this.call('Service.Lock', '[objectpath "/org/freedesktop/secrets/collection/login"]')
  }

  /** Unlocks the keyring, as the next login does. */
  async unlock(): Promise<void> {
    if (this.daemon) {
      this.daemon.kill('SIGKILL')
      await once(this.daemon, 'exit')
    }
    await this.startDaemon()
  }

  freeze(): void {
    this.daemon?.kill('SIGSTOP')
  }

  thaw(): void {
    this.daemon?.kill('SIGCONT')
  }

  /** Resolves with every entry of one service, read as any program of this person could. */
  async entriesOf(service: string): Promise<Map<string, string>> {
    const { stdout } = await run(process.execPath, ['-e', printEntries, service], { env: this.own, cwd: root })
    const found = z.array(z.object({ account: z.string(), password: z.string() })).parse(JSON.parse(stdout))
    return new Map(found.map(({ account, password: value }) => [account, value]))
  }

  /** Writes one entry, as any program of this person could. */
  async store(service: string, name: string, value: string): Promise<void> {
    await run(process.execPath, ['-e', storeEntry, service, name, value], { env: this.own, cwd: root })
  }

  /** Moves every entry of one service to another, or deletes them all. */
  async move(from: string, to: string | undefined): Promise<void> {
    await run(process.execPath, ['-e', moveEntries, from, ...(to === undefined ? [] : [to])], {
      env: this.own,
      cwd: root
    })
  }

  async stop(): Promise<void> {
    this.thaw()
    this.daemon?.kill('SIGKILL')
    this.bus?.kill('SIGKILL')
    this.bare?.kill('SIGKILL')
    await rm(this.home, { recursive: true, force: true })
  }
}

async function startBus(
  home: string,
  env: NodeJS.ProcessEnv,
  withoutServices: boolean
): Promise<{ bus: ChildProcess; address: string }> {
  const config = join(home, 'bus.conf')
  await writeFile(config, busWithoutServices)
  const kind = withoutServices ? `--config-file=${config}` : '--session'
  const bus = spawn('dbus-daemon', [kind, '--nofork', '--print-address=1'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  const [address] = (await once(bus.stdout.setEncoding('utf8'), 'data')) as [string]
  return { bus, address: address.trim() }
}

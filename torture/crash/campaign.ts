import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { startElsewhere } from '../../main/topics/factors/factors.testing'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox'
import { type App, keychainOf, type Place, profileOf, type Scenario, scenarios, startApp } from './app'
import { bundleChild } from './bundle'
import { atRest, incidentRun, own } from './incident'
import { type Disk, unstored } from './killPoints'
import { wronglySealed } from './pin'

/** A child that was not killed prints this. */
const ended = z.object({ points: z.int(), outcome: z.string(), state: z.string() })

/** One run: its scenario, the point at which it was killed (if it was reached), and the errors that the next start found. */
export interface Run {
  scenario: Scenario
  killedAt: string | undefined
  wrong: string[]
  /** True if the session is gone because only the killed process knew its new refresh token. */
  lostInWindow: boolean
}

/** The settings of a campaign: its tenant, and whether a PIN is set. */
export interface CampaignOptions extends SandboxOptions {
  pin?: boolean
  /** The cost of scrypt. */
  cost?: number | undefined
}

const needsPin = new Set<Scenario>(['changePin', 'removePin'])

/** The entries of the keychain that a sign-out leaves: the PIN and the key of what this computer remembers. */
const outlivesSession = new Set(['pin', 'memoryKey'])

/** Kills the app at one point after the other. The practice tenant ends a session whose refresh token is used twice. */
export class Campaign {
  private constructor(
    private readonly root: string,
    private readonly child: string,
    readonly sandbox: Sandbox,
    private readonly pin: boolean,
    private readonly cost: number | undefined
  ) {}

  private place: Place | undefined

  static async start({ pin = false, cost, ...options }: CampaignOptions = {}): Promise<Campaign> {
    const root = await mkdtemp(join(tmpdir(), 'holdfast-crash-'))
    const sandbox = await startSandbox({ sendInterval: 0, ...options })
    return new Campaign(root, await bundleChild(root, new URL('child.ts', import.meta.url)), sandbox, pin, cost)
  }

  async end(): Promise<void> {
    await this.sandbox.close()
    await rm(this.root, { recursive: true })
  }

  /** Resolves with the number of points in `scenario`. */
  async points(scenario: Scenario): Promise<number> {
    const { points, outcome } = ended.parse(JSON.parse(await this.live(await this.prepare(scenario), scenario, 0)))
    if (outcome !== 'done') throw new Error(`${scenario} does not work at all: ${outcome}`)
    return points
  }

  /** Runs `scenario` with a kill at the `killAt`-th point, starts the app again and checks everything. */
  async kill(scenario: Scenario, killAt: number): Promise<Run> {
    const place = await this.prepare(scenario)
    const settings = (await startApp(place)).settings.read()
    const printed = await this.live(place, scenario, killAt)
    const killedAt = printed.startsWith('{') ? undefined : printed.trim()
    const wrong = await brokenFiles(place)
    const app = await startApp(place)
    const lostInWindow = await this.check(app, scenario, killedAt, wrong)
    if (scenario !== 'settings' && !isDeepStrictEqual(app.settings.read(), settings)) wrong.push('settings changed')
    if (this.sandbox.refreshTokenReuses() > 0) wrong.push('the tenant saw a refresh token twice')
    await app.session.settled()
    wrong.push(...wronglySealed(keychainOf(place)))
    if (app.session.state().phase !== 'signedIn') {
      const left = (await readdir(keychainOf(place))).filter((name) => !outlivesSession.has(name))
      if (left.length > 0 && scenario === 'signOut') wrong.push(`left in the keychain: ${left.join()}`)
      this.leave()
    }
    return { scenario, killedAt, wrong, lostInWindow }
  }

  /**
   * Runs the app once on a disk that refuses writes. Resolves with the outcome of the work, and the final state of the
   * session.
   */
  async onDisk(disk: Disk, scenario: Scenario): Promise<{ outcome: string; state: string }> {
    const place = await this.prepare(scenario)
    const { outcome, state } = ended.parse(JSON.parse(await this.live(place, scenario, 0, disk)))
    this.leave()
    return { outcome, state }
  }

  /** Runs `scenario` in two processes on one profile at the same time. Resolves with the outcome of each. */
  async atOnce(scenario: Scenario): Promise<{ outcome: string; state: string }[]> {
    const place = await this.prepare(scenario)
    const lives = await Promise.all([this.live(place, scenario, 0), this.live(place, scenario, 0)])
    return lives.map((printed) => {
      const { outcome, state } = ended.parse(JSON.parse(printed))
      return { outcome, state }
    })
  }

  /** Makes the next scenario start in a new folder. */
  leave(): void {
    this.place = undefined
  }

  /** Resolves with a folder that holds what `scenario` starts from. */
  async prepare(scenario: Scenario): Promise<Place> {
    if (scenario === 'signIn' || !this.place) {
      const [person] = this.sandbox.people
      if (!person) throw new Error('Nobody lives here.')
      const { host, appId } = this.sandbox
      const folder = await mkdtemp(join(this.root, 'place-'))
      this.place = { host, appId, account: person.account, password: person.password, folder, cost: this.cost }
    }
    const { place } = this
    const app = await startApp(place)
    if (scenario === 'setPin') await app.removePin()
    else if ((this.pin || needsPin.has(scenario)) && !app.hasPin()) await app.setPin()
    if (scenario !== 'signIn' && app.session.state().phase !== 'signedIn') await scenarios.signIn(app)
    if (scenario === 'enrolment') await app.unbindAll()
    if (scenario === 'incident') await this.prepareIncident(app)
    return place
  }

  private live(place: Place, scenario: Scenario, killAt: number, disk?: Disk): Promise<string> {
    const order = JSON.stringify({ place, scenario, killAt, disk })
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [this.child, order], { timeout: 60_000 }, (error, stdout, stderr) => {
        if (stdout === '')
          reject(new Error(`${scenario} at ${killAt}: ${stderr || (error?.message ?? 'nothing was printed')}`))
        else resolve(stdout)
      })
    })
  }

  /**
   * Adds to `wrong` the errors found at this start. Resolves with true if the session was lost in the way that cannot be
   * prevented.
   */
  private async check(app: App, scenario: Scenario, killedAt: string | undefined, wrong: string[]): Promise<boolean> {
    const state = app.session.state()
    if (state.phase === 'signedOut' && !state.failure && (scenario === 'signIn' || scenario === 'signOut')) return false
    if (state.phase !== 'signedIn') wrong.push(`the session is ${JSON.stringify(state)}`)
    try {
      // The renewal uses the stored refresh token, even if the access token is still valid.
      await app.session.tokens.replace(await app.session.tokens.current())
      const factors = await app.handlers['factors:listEnrolled'](undefined)
      if (scenario === 'enrolment') await this.checkEnrolment(app, factors.length, wrong)
      if (scenario === 'incident') await this.checkIncident(app, wrong)
    } catch (error) {
      const now = app.session.state()
      const code = now.phase === 'signedOut' ? now.failure?.code : now.phase
      const inWindow = scenario === 'refresh' && killedAt?.endsWith(unstored)
      if (inWindow && code === 'sessionNotRenewed') return true
      wrong.push(`the session does not work: ${error instanceof Error ? error.message : ''}, ${String(code)}`)
    }
    return false
  }

  /** Binds three factors, of which one is the person's own, has two devices signed in, and closes an incident that is over. */
  private async prepareIncident(app: App): Promise<void> {
    await app.handlers['incident:read'](undefined)
    await app.settled()
    await app.handlers['incident:act']({ act: 'close' })
    await app.settled()
    await app.unbindAll()
    await scenarios.enrolment(app)
    const elsewhere = await startElsewhere(this.sandbox, 'ada')
    await elsewhere.enrolOtp()
    await elsewhere.enrolEmail('ada@kelp.example')
    for (const deviceUniqueId of ['kiosk', 'tablet']) await elsewhere.reportDevice(deviceUniqueId)
    this.sandbox.requests.clear()
  }

  /** Goes on to the end, which has to be that of a run that nobody killed, and compares the timeline with what was sent. */
  private async checkIncident(app: App, wrong: string[]): Promise<void> {
    await incidentRun(app)
    const { lines, steps } = await atRest(app)
    const left = (await app.handlers['factors:listEnrolled'](undefined)).map(({ factorType }) => factorType)
    if (left.join() !== own) wrong.push(`the tenant has ${left.join()} in place of ${own}`)
    const ends = steps.map(({ outcome }) => outcome).join()
    // The devices that the tenant calls offline from the beginning stay as they are.
    if (ends !== 'proven,part,proven,visited') wrong.push(`the steps ended as ${ends}`)
    const { yours, others } = await app.handlers['devices:list'](undefined)
    // Each question may be answered by a fresh sign-in, and its browser is online from then on.
    const online = [...yours, ...others.flat()].filter((one) => one.online && one.type === 'Mobile')
    if (online.length > 0) wrong.push(`${online.length} sessions of others are left`)
    for (const [what, step, endpoint] of [
      ['removed', 'factors', 'reset-factor'],
      ['removed', 'sessions', 'mydevices/revoke-session'],
      ['password', 'password', 'update-password']
    ] as const) {
      const sent = this.sandbox.requests.filter(({ path }) => path === `/api/v3/${endpoint}`).length
      const all = lines.filter((line) => line.what === what && line.step === step)
      const told = all.filter(({ by }) => ['proven', 'foundDone'].includes(by)).length
      if (told !== sent || all.length !== sent)
        wrong.push(`${sent} times ${endpoint}, but ${told} of ${all.length} lines`)
    }
  }

  private async checkEnrolment({ handlers }: App, listed: number, wrong: string[]): Promise<void> {
    const offered = await handlers['factors:listToEnroll'](undefined)
    const isOffered = offered.some(({ factorType }) => factorType === 'FACE')
    if (isOffered === listed > 0) wrong.push('the factor is both bound and offered, or neither')
  }
}

/** Resolves with the incomplete files of the profile. A temporary file that never replaced its target does not count. */
async function brokenFiles(place: Place): Promise<string[]> {
  const broken: string[] = []
  for (const entry of await readdir(profileOf(place), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.endsWith('.tmp')) continue
    try {
      JSON.parse(await readFile(join(entry.parentPath, entry.name), 'utf8'))
    } catch {
      broken.push(`${entry.name} is not whole`)
    }
  }
  return broken
}

import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox'
import { type App, keychainOf, type Place, profileOf, type Scenario, scenarios, startApp } from './app'
import { bundleChild } from './bundle'
import { type Disk, unstored } from './killPoints'
import { wronglySealed } from './pin'

/** What a child that was not killed says. */
const ended = z.object({ points: z.int(), outcome: z.string(), state: z.string() })

/** One run: what was being done, at which point it was killed (if it came that far), and what the next start found wrong. */
export interface Run {
  scenario: Scenario
  killedAt: string | undefined
  wrong: string[]
  /** The session is gone because only the killed process knew its new refresh token. */
  lostInWindow: boolean
}

/** How a campaign is led: over what tenant, and with a PIN set or without. */
export interface CampaignOptions extends SandboxOptions {
  pin?: boolean
  /** Of scrypt. */
  cost?: number | undefined
}

const needsPin = new Set<Scenario>(['changePin', 'removePin'])

/** Kills the app at one point after the other, over the practice tenant, which ends a session whose refresh token comes twice. */
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
    return new Campaign(root, await bundleChild(root), sandbox, pin, cost)
  }

  async end(): Promise<void> {
    await this.sandbox.close()
    await rm(this.root, { recursive: true })
  }

  /** How many points there are in `scenario`. */
  async points(scenario: Scenario): Promise<number> {
    const { points, outcome } = ended.parse(JSON.parse(await this.live(await this.prepare(scenario), scenario, 0)))
    if (outcome !== 'done') throw new Error(`${scenario} does not work at all: ${outcome}`)
    return points
  }

  /** Does `scenario` with a kill at the `killAt`-th point, starts again and looks at everything. */
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
      const left = (await readdir(keychainOf(place))).filter((name) => name !== 'pin')
      if (left.length > 0 && scenario === 'signOut') wrong.push(`left in the keychain: ${left.join()}`)
      this.leave()
    }
    return { scenario, killedAt, wrong, lostInWindow }
  }

  /** Lives once on a disk that takes nothing. Gives how the work ended, and what had become of the session at its end. */
  async onDisk(disk: Disk, scenario: Scenario): Promise<{ outcome: string; state: string }> {
    const place = await this.prepare(scenario)
    const { outcome, state } = ended.parse(JSON.parse(await this.live(place, scenario, 0, disk)))
    this.leave()
    return { outcome, state }
  }

  /** Two processes on one profile do `scenario` at the same time. Gives how each ended. */
  async atOnce(scenario: Scenario): Promise<{ outcome: string; state: string }[]> {
    const place = await this.prepare(scenario)
    const lives = await Promise.all([this.live(place, scenario, 0), this.live(place, scenario, 0)])
    return lives.map((printed) => {
      const { outcome, state } = ended.parse(JSON.parse(printed))
      return { outcome, state }
    })
  }

  /** What is done next begins in a new folder. */
  leave(): void {
    this.place = undefined
  }

  /** A folder in which the app finds what `scenario` starts from. */
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

  /** Notes what is `wrong` at this start. Tells whether the session was lost where that cannot be helped. */
  private async check(app: App, scenario: Scenario, killedAt: string | undefined, wrong: string[]): Promise<boolean> {
    const state = app.session.state()
    if (state.phase === 'signedOut' && !state.failure && (scenario === 'signIn' || scenario === 'signOut')) return false
    if (state.phase !== 'signedIn') wrong.push(`the session is ${JSON.stringify(state)}`)
    try {
      // By the stored refresh token, whatever the access token is good for.
      await app.session.tokens.replace(await app.session.tokens.current())
      const factors = await app.handlers['factors:listEnrolled'](undefined)
      if (scenario === 'enrolment') await this.checkEnrolment(app, factors.length, wrong)
    } catch (error) {
      const now = app.session.state()
      const code = now.phase === 'signedOut' ? now.failure?.code : now.phase
      const inWindow = scenario === 'refresh' && killedAt?.endsWith(unstored)
      if (inWindow && code === 'sessionNotRenewed') return true
      wrong.push(`the session does not work: ${error instanceof Error ? error.message : ''}, ${String(code)}`)
    }
    return false
  }

  private async checkEnrolment({ handlers }: App, listed: number, wrong: string[]): Promise<void> {
    const offered = await handlers['factors:listToEnroll'](undefined)
    const isOffered = offered.some(({ factorType }) => factorType === 'FACE')
    if (isOffered === listed > 0) wrong.push('the factor is both bound and offered, or neither')
  }
}

/** The files of the profile that are not whole; one that was never put in its place does not count. */
async function brokenFiles(place: Place): Promise<string[]> {
  const broken: string[] = []
  for (const name of await readdir(profileOf(place))) {
    if (name.endsWith('.tmp')) continue
    try {
      JSON.parse(await readFile(join(profileOf(place), name), 'utf8'))
    } catch {
      broken.push(`${name} is not whole`)
    }
  }
  return broken
}

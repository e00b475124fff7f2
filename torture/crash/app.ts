import { mkdirSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import type { AccountDeps } from '../../main/start/accountDeps'
import { type AccountServices, createAccountServices } from '../../main/start/accountServices'
import type { Lock } from '../../main/topics/lock/lockInterface'
import { openSettings } from '../../main/topics/settings/settingsFile'
import { createClient } from '../../main/tenant/client'
import { incidentRun } from './incident'
import { tenantFetch, type Transport } from '../../main/tenant/fetch'
import { listEnrolledFactors, resetFactor } from '../../main/tenant/operations'
import { readTenant, type Tenant } from '../../main/ground/tenant'
import { keychain, type Keychain } from '../../main/vault/keychain'
import { Browser } from '../../sandbox/testing/browser.testing'
import { fileKeychain } from './fileKeychain'
import type { Point } from './killPoints'
import { cheap, lockOf, type Pin, pins, unlock } from './pin'

/** The place and the person of an app. All of it can be handed to a child process. */
export interface Place {
  host: string
  appId: string
  account: string
  password: string
  /** Holds the profile folder and the keychain. */
  folder: string
  /** The cost of scrypt. The default is a low one. */
  cost?: number | undefined
}

export const profileOf = ({ folder }: Place): string => join(folder, 'profile')
export const keychainOf = ({ folder }: Place): string => join(folder, 'keychain')

const nothing = (): Promise<void> => Promise.resolve()

interface Around {
  place: Place
  point: Point
  tenant: Tenant
  keychain: Keychain
  lock: Pick<Lock, 'sealingOf'>
  /** Hears that the window is told of something. */
  told: () => void
}

/** Returns what is handed in to the services: a browser that signs in by itself, and a system that agrees to everything. */
const depsOf = ({ place, point, tenant, keychain, lock, told }: Around): AccountDeps => ({
  tenant,
  profile: profileOf(place),
  redirectPorts: [0],
  owner: {
    accepts: () => Promise.resolve(true),
    handOver: () => undefined,
    note: () => undefined,
    organisation: () => undefined
  },
  passProxy: () => Promise.resolve(false),
  transport: killable(point),
  vault: keychain.vault('Holdfast'),
  sealing: lock.sealingOf('account'),
  keychain,
  openInBrowser: (link) => {
    // There is nobody to look at the tenant's own page.
    if (link === tenant.host) return Promise.resolve(true)
    // `fetch` would not do, because its headers say that it is a script.
    void new Browser()
      .signIn(link, place.account, place.password)
      .then((callback) => get(callback, { agent: false }, (answer) => answer.resume()))
    return Promise.resolve(true)
  },
  copy: nothing,
  secretClipboard: {
    copy: () => Promise.resolve(0),
    copyUntilReleased: nothing,
    release: () => undefined,
    clear: nothing
  },
  saveText: () => Promise.resolve(true),
  chooseFile: () => Promise.resolve(undefined),
  openAuthenticator: nothing,
  protectScreen: () => undefined,
  confirmInDialog: () => Promise.resolve(true),
  notify: () => undefined,
  attention: { isVisible: () => false, onChange: () => () => undefined },
  language: () => 'en',
  tell: told,
  log: () => undefined
})

/** Returns what sends a request, and can be killed before and after it. */
const killable =
  (point: Point): Transport =>
  async (url, init) => {
    const { pathname } = new URL(url)
    point(`before request ${pathname}`)
    const answering = fetch(url, init)
    await new Promise((resolve) => setImmediate(resolve))
    point(`sent request ${pathname}`)
    const answer = await answering
    point(`answered request ${pathname}`)
    return answer
  }

/** Sets the password to itself, as the person does on the tenant's page. The tenant then says that it was set anew. */
async function setPassword({ host, appId, password }: Place, token: string): Promise<void> {
  await fetch(`${host}/api/v3/update-password`, {
    method: 'POST',
    headers: { 'x-authing-app-id': appId, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ newPassword: password, oldPassword: password })
  })
}

/** Starts the whole app of `main/start/accountServices.ts` in plain Node. Its browser signs in by itself. */
export async function startApp(place: Place, point: Point = () => undefined) {
  const read = readTenant(place.host, place.appId)
  if (!read.ok) throw new Error(read.problem)
  const { tenant } = read
  for (const folder of [profileOf(place), keychainOf(place)]) mkdirSync(folder, { recursive: true })
  const keychainOfPlace = keychain(() => fileKeychain(keychainOf(place), point))
  const waiting = new Set<() => void>()
  const look = (): void => {
    for (const check of waiting) check()
  }
  const ofProfile = keychainOfPlace.vault('Holdfast/profile')
  const cost = place.cost ?? cheap
  const lock = lockOf({
    folder: profileOf(place),
    cost,
    vault: ofProfile,
    reset: () => keychainOfPlace.reset(),
    application: () => application,
    begin: () => (application = open())
  })
  const deps = depsOf({ place, point, tenant, keychain: keychainOfPlace, lock, told: look })
  const open = (): AccountServices => createAccountServices(deps)
  let application = open()
  let pin: Pin | undefined

  /** Waits until `fits` returns true, by the events that the window receives too. */
  function until(fits: (application: AccountServices) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!fits(application)) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  }

  /** Unbinds every factor that an earlier enrolment has bound. */
  async function unbindAll(): Promise<void> {
    const client = createClient({
      tenant,
      fetch: tenantFetch(tenant, fetch),
      tokens: application.session.tokens,
      language: () => 'en'
    })
    for (const { factorId } of await client.call(listEnrolledFactors)) await client.send(resetFactor, { factorId })
  }

  const settings = await openSettings(join(profileOf(place), 'settings.json'), () => undefined)
  if (!lock.isLocked()) await application.session.start()
  if (lock.isLocked()) {
    pin = await unlock(lock, ofProfile, cost)
    await application.session.start()
  }

  /** Sets the first PIN, or changes the PIN to the other one. */
  async function setPin(): Promise<void> {
    const next = pin === pins[0] ? pins[1] : pins[0]
    await lock.handlers['lock:setPin']({ pin: next, ...(pin && { current: pin }) })
    pin = next
  }

  async function removePin(): Promise<void> {
    if (pin) await lock.handlers['lock:removePin']({ pin })
    pin = undefined
  }

  return {
    ...application,
    until,
    unbindAll,
    changePassword: async () => setPassword(place, await application.session.tokens.current()),
    settings,
    setPin,
    removePin,
    hasPin: () => pin !== undefined
  }
}

export type App = Awaited<ReturnType<typeof startApp>>

/** The process is killed during one of these scenarios. */
export const scenarios = {
  async signIn({ session, until }: App) {
    await session.signIn()
    await until(() => session.state().phase !== 'signingIn')
    await session.settled()
  },
  async refresh({ session }: App) {
    await session.tokens.replace(await session.tokens.current())
  },
  async enrolment({ enrolment, settled, handlers, until }: App) {
    enrolment.start('FACE')
    enrolment.verifyFace(Uint8Array.of(0xff, 0xd8, 0xff, 0xd9))
    await until(() => ['bound', 'failed', 'unknown'].includes(enrolment.view().phase))
    await handlers['factors:listEnrolled'](undefined)
    await settled()
  },
  async signOut({ session }: App) {
    await session.signOut()
  },
  async settings({ settings }: App) {
    await settings.change({ theme: settings.read().theme === 'dark' ? 'light' : 'dark' })
    await settings.change({ language: settings.read().language === 'en' ? 'zh-CN' : 'en' })
  },
  incident: (app: App) => incidentRun(app),
  setPin: ({ setPin }: App) => setPin(),
  changePin: ({ setPin }: App) => setPin(),
  removePin: ({ removePin }: App) => removePin()
} satisfies Record<string, (app: App) => Promise<void>>

export type Scenario = keyof typeof scenarios

import { mkdirSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { type Application, createApplication } from '../../main/application'
import { openSettings } from '../../main/desktop/settingsFile'
import { createClient } from '../../main/genauth/client'
import { tenantFetch } from '../../main/genauth/fetch'
import { listEnrolledFactors, resetFactor } from '../../main/genauth/operations'
import { readTenant } from '../../main/tenant'
import { keychain } from '../../main/vault/keychain'
import { Browser } from '../../sandbox/browser'
import { fileKeychain } from './fileKeychain'
import type { Point } from './killPoints'
import { cheap, lockOf, type Pin, pins, unlock } from './pin'

/** Where an app runs, and for whom. All of it can be handed to a child process. */
export interface Place {
  host: string
  appId: string
  account: string
  password: string
  /** Holds the profile folder and the keychain. */
  folder: string
  /** Of scrypt; a cheap one where it is left out. */
  cost?: number | undefined
}

export const profileOf = ({ folder }: Place): string => join(folder, 'profile')
export const keychainOf = ({ folder }: Place): string => join(folder, 'keychain')

const nothing = (): Promise<void> => Promise.resolve()

/** The whole app of `main/application.ts` in plain Node; its browser signs in by itself. */
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
  const open = (): Application =>
    createApplication({
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
      transport: async (url, init) => {
        const { pathname } = new URL(url)
        point(`before request ${pathname}`)
        const answering = fetch(url, init)
        await new Promise((resolve) => setImmediate(resolve))
        point(`sent request ${pathname}`)
        const answer = await answering
        point(`answered request ${pathname}`)
        return answer
      },
      vault: keychainOfPlace.vault('Holdfast'),
      sealing: lock.sealingOf('account'),
      keychain: keychainOfPlace,
      openInBrowser: (link) => {
        // Not by `fetch`, whose headers say that it is a script.
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
      openAuthenticator: nothing,
      protectScreen: () => undefined,
      confirmInDialog: () => Promise.resolve(true),
      notify: () => undefined,
      language: () => 'en',
      tell: look,
      log: () => undefined
    })
  let application = open()
  let pin: Pin | undefined

  /** Waits until `fits`, by the events the window gets too. */
  function until(fits: (application: Application) => boolean): Promise<void> {
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

  /** Takes away what an earlier enrolment has bound. */
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

  /** Sets the first PIN, or another one than before. */
  async function setPin(): Promise<void> {
    const next = pin === pins[0] ? pins[1] : pins[0]
    await lock.handlers['lock:setPin']({ pin: next, ...(pin && { current: pin }) })
    pin = next
  }

  async function removePin(): Promise<void> {
    if (pin) await lock.handlers['lock:removePin']({ pin })
    pin = undefined
  }

  return { ...application, until, unbindAll, settings, setPin, removePin, hasPin: () => pin !== undefined }
}

export type App = Awaited<ReturnType<typeof startApp>>

/** What is done while the process is killed. */
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
  setPin: ({ setPin }: App) => setPin(),
  changePin: ({ setPin }: App) => setPin(),
  removePin: ({ removePin }: App) => removePin()
} satisfies Record<string, (app: App) => Promise<void>>

export type Scenario = keyof typeof scenarios

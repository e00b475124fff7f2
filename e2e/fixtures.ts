import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Locator, type Page, test as base } from '@playwright/test'
import { z } from 'zod'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox'
import { signInAs as signInByForms } from '../sandbox/testing/browser.testing'
import { accountService, profileService } from '../main/vault/vaults'
import { pathWithBrowserRecorder, recordOpenedLinks } from './support/browserRecorder'
import { type Display, virtualDisplay } from './support/display'
import { Keyring } from './support/keyring'
import { asNobody, asRoot } from './support/nobody'
import { LockPage } from './pages/LockPage'
import { MethodsPage } from './pages/MethodsPage'
import { SettingsPage } from './pages/SettingsPage'
import { SignInPage } from './pages/SignInPage'
import { WaitingPage } from './pages/WaitingPage'

export const root = fileURLToPath(new URL('..', import.meta.url))
/** The path of a copy of the packaged app that a test can drive. Without one the app runs from the source tree. */
const packagedCopy = process.env['HOLDFAST_PACKAGED']
export const executablePath = packagedCopy ?? process.env['HOLDFAST_ELECTRON'] ?? ''
const appFolder = packagedCopy === undefined ? [root] : []
const onLinux = process.platform === 'linux'

/** The running app, with a page object for each of its screens. */
export interface Holdfast {
  app: ElectronApplication
  window: Page
  signIn: SignInPage
  waiting: WaitingPage
  methods: MethodsPage
  settings: SettingsPage
  lock: LockPage
  /** The screen for a stored session that cannot be read. */
  unreadable: Locator
  /** Returns the text that main wrote to its outputs so far. */
  output: () => string
}

interface Options {
  sandboxOptions: SandboxOptions
  keychain: 'unlocked' | 'absent' | 'prompting'
  /**
   * True if the app runs as a user without rights and with the operating system's sandbox on, even if the tests run as
   * root.
   */
  unprivileged: boolean
}

/** The facts of a tenant that the app and the person need. */
type Tenant = Pick<Sandbox, 'host' | 'appId' | 'people' | 'outbox'>

interface Fixtures {
  /** Resolves with the program to start in place of another, for example one that starts it in a namespace. */
  within: (executable: string) => Promise<string>
  sandbox: Sandbox
  /** The app is started for this tenant: the sandbox, unless a suite has another. */
  tenant: Tenant
  keyring: Keyring
  /** The folder of this test. The app's profile is in it and survives a restart of the app. */
  folder: string
  /**
   * Starts the app, with practice options if no tenant is given. A second call starts it again with the same profile and
   * keyring. Sessions begin at *Sign-in methods* unless the test names another page.
   */
  launch: (...args: string[]) => Promise<Holdfast>
  holdfast: Holdfast
  /** Resolves with the addresses that the app asked the system to open. */
  openedLinks: () => Promise<string[]>
  /**
   * Leads from the sign-in screen to the first page. It requests the tenant's pages without drawing them; `signInInBrowser` draws
   * them.
   */
  signInAs: (holdfast: Holdfast, person: number) => Promise<void>
  /** Resolves with the keyring's entries of an account, which is named by the folder of its files. */
  entriesOf: (account: string) => Promise<Map<string, string>>
  /** Signs a person in and quits the app once the session is stored, so that the keyring holds their session. */
  signedInEarlier: (person: number) => Promise<void>
}

export const test = base.extend<
  Options & Fixtures & { atDisplay: undefined },
  { display: Display | undefined; screenSize: string }
>({
  screenSize: ['1280x800', { option: true, scope: 'worker' }],
  display: [
    async ({ screenSize }, use) => {
      const display = onLinux ? virtualDisplay(screenSize) : undefined
      await use(display)
      display?.stop()
    },
    { scope: 'worker' }
  ],
  atDisplay: [
    async ({ display }, use) => {
      await display?.refresh()
      await use(undefined)
    },
    { auto: true }
  ],

  sandboxOptions: [{}, { option: true }],
  keychain: ['unlocked', { option: true }],
  unprivileged: [false, { option: true }],

  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await startSandbox(sandboxOptions)
    await use(sandbox)
    await sandbox.close()
  },

  tenant: ({ sandbox }, use) => use(sandbox),

  keyring: async ({ keychain }, use) => {
    const keyring = await Keyring.start({ absent: keychain === 'absent', prompts: keychain === 'prompting' })
    await use(keyring)
    await keyring.stop()
  },

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },

  openedLinks: async ({ folder }, use) => {
    const file = join(folder, 'opened')
    await use(async () => (existsSync(file) ? (await readFile(file, 'utf8')).trim().split('\n') : []))
  },

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
  within: async ({}, use) => use((executable) => Promise.resolve(executable)),

  launch: async ({ tenant, keyring, folder, unprivileged, within }, use, testInfo) => {
    const surroundings = onLinux && {
      DISPLAY: process.env['DISPLAY'] ?? '',
      PATH: await pathWithBrowserRecorder(folder)
    }
    const nobody = unprivileged && asRoot ? await asNobody(executablePath, root, folder) : undefined
    const started: Holdfast[] = []
    await use(async (...args) => {
      const practises = args.some((arg) => arg.startsWith('--practice-host='))
      const usual = practises ? [] : [`--host=${tenant.host}`, `--app-id=${tenant.appId}`]
      const given = [`--profile=${join(folder, 'profile')}`, ...usual, '--lang=en', '--page=methods', ...args]
      const last = [...new Map(given.map((arg) => [nameOf(arg), arg])).values()]
      const app = await _electron.launch({
        executablePath: await within(nobody?.executable ?? executablePath),
        args: [...(nobody ? [nobody.app] : appFolder), ...last],
        cwd: folder,
        env: { ...keyring.env, ...surroundings },
        chromiumSandbox: unprivileged || !asRoot
      })
      if (!onLinux) await recordOpenedLinks(app, folder)
      const holdfast = await pagesOf(app)
      started.push(holdfast)
      return holdfast
    })
    for (const { app, window, output } of started) {
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('output', { body: output() })
        await testInfo.attach('window', { body: await window.screenshot().catch(() => ''), contentType: 'image/png' })
      }
      await app.close()
    }
  },

  holdfast: async ({ launch }, use) => use(await launch()),

  signInAs: async ({ tenant }, use) => {
    await use(async ({ signIn, waiting, window }, person) => {
      await signIn.start()
      const { account = '', password = '' } = tenant.people[person] ?? {}
      const back = await signInByForms(await waiting.link(), account, password)
      await once(get(back, { agent: false }), 'response')
      await window.getByRole('navigation').waitFor()
    })
  },

  entriesOf: async ({ keyring }, use) => {
    await use(async (account) => keyring.entriesOf(await serviceOf(account)))
  },

  signedInEarlier: async ({ launch, signInAs, folder }, use) => {
    await use(async (person) => {
      const holdfast = await launch()
      await signInAs(holdfast, person)
      // The list appears before the session is stored, and a quit waits only a limited time for a slow keychain.
      await accountFolder(folder)
      await holdfast.app.close()
    })
  }
})
export { expect }

async function pagesOf(app: ElectronApplication): Promise<Holdfast> {
  let output = ''
  for (const stream of [app.process().stdout, app.process().stderr])
    stream?.on('data', (data) => (output += String(data)))
  const window = await app.firstWindow()
  return {
    app,
    window,
    signIn: new SignInPage(window),
    waiting: new WaitingPage(window),
    methods: new MethodsPage(window),
    settings: new SettingsPage(window),
    lock: new LockPage(window),
    unreadable: window.getByRole('heading', { name: 'Your keychain could not be read' }),
    output: () => output
  }
}

/** Resolves with the names that the app gave to its processes. */
export const processesOf = ({ app }: Holdfast): Promise<(string | undefined)[]> =>
  app.evaluate(({ app: main }) => main.getAppMetrics().map(({ name }) => name))

/** Resolves with the folder of the account that was last stored, or last shown from storage. */
export async function accountFolder(folder: string): Promise<string> {
  const accounts = join(folder, 'profile', 'accounts')
  const pointer = join(accounts, 'current.json')
  await expect.poll(() => existsSync(pointer)).toBe(true)
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(await readFile(pointer, 'utf8')))
  return join(accounts, id)
}

/** Resolves with the keychain service of the account whose files are in `account`. */
export async function serviceOf(account: string): Promise<string> {
  const profile: unknown = JSON.parse(await readFile(join(account, '../../profile.json'), 'utf8'))
  return accountService(z.object({ id: z.string() }).parse(profile), basename(account))
}

/** Resolves with the keychain service for secrets that belong to the profile in `folder` but to no account. */
export async function profileServiceIn(folder: string): Promise<string> {
  const profile: unknown = JSON.parse(await readFile(join(folder, 'profile', 'profile.json'), 'utf8'))
  return profileService(z.object({ id: z.string() }).parse(profile))
}

/** Makes the tenant refuse the access token at the next request for the list, so that the session has to be renewed. */
export function refuseToken(sandbox: Sandbox): void {
  const refusal = { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'x', times: 1 } as const
  sandbox.faults.set('/api/v3/list-factors-to-enroll', refusal)
}

/**
 * Answers every system dialog of the app with the button at `index`. Resolves with a function that tells the questions
 * asked so far.
 */
export async function answerDialogs({ app }: Holdfast, index: number): Promise<() => Promise<unknown[]>> {
  const asked = await app.evaluateHandle(({ dialog }, response) => {
    const questions: unknown[] = []
    dialog.showMessageBox = (...given: unknown[]) => {
      questions.push(Reflect.get(Object(given.at(-1)), 'message'))
      return Promise.resolve({ response, checkboxChecked: false })
    }
    return questions
  }, index)
  return () => asked.jsonValue()
}

const nameOf = (argument: string): string => argument.split('=')[0] ?? ''

import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron, type ElectronApplication, expect, type Locator, type Page, test as base } from '@playwright/test'
import { z } from 'zod'
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox'
import { signInAs as signInByForms } from '../sandbox/browser'
import { accountService, profileService } from '../main/profile/vaults'
import { pathWithBrowserRecorder } from './browserRecorder'
import { startDisplay } from './display'
import { Keyring } from './keyring'
import { MethodsPage } from './pages/MethodsPage'
import { SignInPage } from './pages/SignInPage'
import { WaitingPage } from './pages/WaitingPage'

export const root = fileURLToPath(new URL('..', import.meta.url))
const executablePath = process.env['HOLDFAST_ELECTRON'] ?? ''
const asRoot = process.getuid?.() === 0

/** The running app and the pages a person may see in it. */
export interface Holdfast {
  app: ElectronApplication
  window: Page
  signIn: SignInPage
  waiting: WaitingPage
  methods: MethodsPage
  /** The screen of a stored session that cannot be read. */
  unreadable: Locator
  /** What main wrote to its outputs so far. */
  output: () => string
}

interface Options {
  sandboxOptions: SandboxOptions
  keychain: 'unlocked' | 'absent' | 'prompting'
  /** Runs the app as a user without rights and with the operating system's sandbox on, even where the tests run as root. */
  unprivileged: boolean
}

/** What the app and the person must know of a tenant. */
export type Tenant = Pick<Sandbox, 'host' | 'appId' | 'people' | 'outbox'>

interface Fixtures {
  sandbox: Sandbox
  /** The tenant that the app is started for: the sandbox, unless a suite has another. */
  tenant: Tenant
  keyring: Keyring
  /** Folder of this test; the app's profile lies in it and survives a restart of the app. */
  folder: string
  /** Starts the app, by practice options without a tenant. Called again, the next start on the same profile and keyring. */
  launch: (...args: string[]) => Promise<Holdfast>
  holdfast: Holdfast
  /** Addresses that the app asked the system to open. */
  openedLinks: () => Promise<string[]>
  /** From the sign-in screen to the list, through the tenant's pages without drawing them: `signInInBrowser` does that. */
  signInAs: (holdfast: Holdfast, person: number) => Promise<void>
  /** What the keyring holds of an account, by the folder of its files. */
  entriesOf: (account: string) => Promise<Map<string, string>>
  /** Somebody signed in earlier and quit the app once the session was stored: what the keyring holds is theirs. */
  signedInEarlier: (person: number) => Promise<void>
}

export const test = base.extend<Options & Fixtures, { display: undefined; screenSize: string }>({
  screenSize: ['1280x800', { option: true, scope: 'worker' }],
  display: [
    async ({ screenSize }, use) => {
      if (process.platform !== 'linux') return use(undefined)
      const { name, stop } = await startDisplay(screenSize)
      process.env['DISPLAY'] = name
      await use(undefined)
      stop()
    },
    { scope: 'worker', auto: true }
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

  launch: async ({ tenant, keyring, folder, unprivileged }, use, testInfo) => {
    const surroundings = { DISPLAY: process.env['DISPLAY'] ?? '', PATH: await pathWithBrowserRecorder(folder) }
    const nobody = unprivileged && asRoot ? await asNobody(folder) : undefined
    const started: Holdfast[] = []
    await use(async (...args) => {
      const practises = args.some((arg) => arg.startsWith('--practice-host='))
      const usual = practises ? [] : [`--host=${tenant.host}`, `--app-id=${tenant.appId}`]
      const given = [`--profile=${join(folder, 'profile')}`, ...usual, '--lang=en', ...args]
      const last = [...new Map(given.map((arg) => [nameOf(arg), arg])).values()]
      const app = await _electron.launch({
        executablePath: nobody?.executable ?? executablePath,
        args: [nobody?.app ?? root, ...last],
        cwd: folder,
        env: { ...keyring.env, ...surroundings },
        chromiumSandbox: unprivileged || !asRoot
      })
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
    await use(async ({ signIn, waiting, methods }, person) => {
      await signIn.start()
      const { account = '', password = '' } = tenant.people[person] ?? {}
      const back = await signInByForms(await waiting.link(), account, password)
      await once(get(back, { agent: false }), 'response')
      await methods.title.waitFor()
    })
  },

  entriesOf: async ({ keyring }, use) => {
    await use(async (account) => keyring.entriesOf(await serviceOf(account)))
  },

  signedInEarlier: async ({ launch, signInAs, folder }, use) => {
    await use(async (person) => {
      const holdfast = await launch()
      await signInAs(holdfast, person)
      // The list is there before the session is stored, and a quit waits for a slow keychain only so long.
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
    unreadable: window.getByRole('heading', { name: 'Your keychain could not be read' }),
    output: () => output
  }
}

/** The names that the app gave to processes of its own. */
export const processesOf = ({ app }: Holdfast): Promise<(string | undefined)[]> =>
  app.evaluate(({ app: main }) => main.getAppMetrics().map(({ name }) => name))

/** Folder of the files of the account that was stored, or shown as a stored one, last. */
export async function accountFolder(folder: string): Promise<string> {
  const accounts = join(folder, 'profile', 'accounts')
  const pointer = join(accounts, 'current.json')
  await expect.poll(() => existsSync(pointer)).toBe(true)
  const { id } = z.object({ id: z.string() }).parse(JSON.parse(await readFile(pointer, 'utf8')))
  return join(accounts, id)
}

/** The keychain service of the account whose files lie in `account`. */
export async function serviceOf(account: string): Promise<string> {
  const profile: unknown = JSON.parse(await readFile(join(account, '../../profile.json'), 'utf8'))
  return accountService(z.object({ id: z.string() }).parse(profile), basename(account))
}

/** The keychain service of what belongs to no account of the profile in `folder`. */
export async function profileServiceIn(folder: string): Promise<string> {
  const profile: unknown = JSON.parse(await readFile(join(folder, 'profile', 'profile.json'), 'utf8'))
  return profileService(z.object({ id: z.string() }).parse(profile))
}

/** The access token of the next look at the list is not accepted: the session has to be renewed. */
export function refuseToken(sandbox: Sandbox): void {
  const refusal = { kind: 'businessError', statusCode: 401, apiCode: 2020, message: 'x', times: 1 } as const
  sandbox.faults.set('/api/v3/list-factors-to-enroll', refusal)
}

/** Answers every system dialog of the app with its button at `index`. Gives the questions asked so far. */
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

/** Electron as the user nobody, who can read a copy of what ships and write to a profile folder of its own. */
async function asNobody(folder: string): Promise<{ executable: string; app: string }> {
  const [app, home, executable] = [join(folder, 'app'), join(folder, 'home'), join(folder, 'electron')]
  for (const part of ['package.json', 'out/main', 'out/preload', 'out/renderer', 'node_modules/keytar']) {
    await cp(join(root, part), join(app, part), { recursive: true })
  }
  await mkdir(home)
  await mkdir(join(folder, 'profile'))
  const nobody = 65_534
  for (const own of [home, join(folder, 'profile')]) await chown(own, nobody, nobody)
  const become = `setpriv --reuid=${nobody} --regid=${nobody} --clear-groups env HOME='${home}' XDG_RUNTIME_DIR='${home}'`
  await writeFile(executable, `#!/bin/sh\nexec ${become} '${executablePath}' "$@"\n`)
  await chmod(executable, 0o755)
  await chmod(folder, 0o755)
  return { executable, app }
}

/** A secret as it stands, and as it would look when it was encoded on its way. */
function formsOf(secret: string): [string, Buffer][] {
  const forms: [string, Buffer][] = [
    ['plain', Buffer.from(secret)],
    ['UTF-16', Buffer.from(secret, 'utf16le')],
    ['base64', Buffer.from(Buffer.from(secret).toString('base64').slice(0, 40))],
    ['percent', Buffer.from(encodeURIComponent(secret))]
  ]
  return forms.filter(([name, bytes]) => name === 'plain' || !bytes.equals(Buffer.from(secret)))
}

/** Where in `content` a secret is to be found, and in which form; never the secret itself. */
export const tracesIn = (where: string, content: Buffer | string, secrets: string[]): string[] =>
  secrets.flatMap((secret) =>
    formsOf(secret)
      .filter(([, bytes]) => Buffer.from(content).includes(bytes))
      .map(([form]) => `${form} in ${where}`)
  )

/**
 * Traces in the memory of the page, in its markup and in its storages. What the page has let go of may outlive a garbage
 * collection by a task or two, so "nowhere" is asked with `expect.poll`.
 */
export async function tracesInPage(window: Page, secrets: string[]): Promise<string[]> {
  const heap = await heapOf(window)
  return [...tracesIn('the heap', heap, secrets), ...tracesIn('the page', await visibleIn(window), secrets)]
}

/** Traces in every file below a folder that nobody writes to any more. */
export async function tracesInFiles(folder: string, secrets: string[]): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    found.push(...tracesIn(file, await readFile(file), secrets))
  }
  return found
}

async function heapOf(window: Page): Promise<string> {
  const devtools = await window.context().newCDPSession(window)
  let heap = ''
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => (heap += chunk))
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot')
  await devtools.detach()
  return heap
}

const visibleIn = (window: Page): Promise<string> =>
  window.evaluate(
    () =>
      document.documentElement.outerHTML +
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])
  )

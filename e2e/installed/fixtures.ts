import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, readlink, writeFile } from 'node:fs/promises'
import { get } from 'node:http'
import { join } from 'node:path'
import type { Sandbox } from '../../sandbox'
import { signInAs } from '../../sandbox/testing/browser.testing'
import { pathWithBrowserRecorder } from '../support/browserRecorder'
import { killListed } from '../support/processes'
import { expect, test as base } from '../fixtures'
import { wordsOf } from '../support/words'
import { Accessibility } from './accessibility'
import { AptRepository } from './repository'
import { administer, program } from './system'

export const t = wordsOf('en')

interface Packages {
  /** The path of the Debian package. */
  deb: string
  /** The path of the Debian package of the next version. */
  nextDeb: string
  /** The path of the archive. */
  tarball: string
}

/** The installed app, used by a person who started it from the menu of the desktop. */
interface Desk {
  screen: Accessibility
  /** Starts the app by its desktop entry. Resolves with the id of its process. */
  start: () => Promise<number>
  /** Ends the app as the end of a desktop session does. */
  quit: () => Promise<void>
  /** Leads from the first screen of a new installation to the sign-in screen of a tenant. */
  connect: (sandbox: Sandbox) => Promise<void>
  /** Leads from the sign-in screen to the list. */
  signIn: (sandbox: Sandbox, person: number) => Promise<void>
  /** Resolves once no process of the app is left. */
  untilEnded: () => Promise<void>
  /** The arguments that the app is started with. */
  env: NodeJS.ProcessEnv
}

interface Fixtures {
  /** Removes everything that a test installed. */
  cleared: undefined
  packages: Packages
  /** An empty signed repository that the system trusts. */
  repository: AptRepository
  desk: Desk
}

export const test = base.extend<Fixtures>({
  cleared: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
    async ({}, use) => {
      await use(undefined)
      await administer('dpkg', '--purge', 'holdfast')
    },
    { auto: true }
  ],

  // eslint-disable-next-line no-empty-pattern -- Playwright reads the dependencies from the pattern
  packages: async ({}, use) => {
    const { HOLDFAST_DEB: deb = '', HOLDFAST_NEXT_DEB: nextDeb = '', HOLDFAST_TARBALL: tarball = '' } = process.env
    await use({ deb, nextDeb, tarball })
  },

  repository: async ({ folder }, use) => {
    const repository = await AptRepository.open(folder)
    await use(repository)
    await repository.close()
  },

  desk: async ({ folder, keyring, openedLinks }, use) => {
    const { NO_AT_BRIDGE: _, ...own } = keyring.env
    // A desktop with a screen reader sets this variable.
    const surroundings = { DISPLAY: process.env['DISPLAY'], ACCESSIBILITY_ENABLED: '1' }
    const env = { ...own, ...surroundings, PATH: await pathWithBrowserRecorder(folder) }
    const screen = Accessibility.start(program, env)
    const untilEnded = (): Promise<void> => expect.poll(processes).toEqual([])
    const quit = async (): Promise<void> => {
      const pid = await mainProcess()
      if (pid === undefined) return
      process.kill(pid, 'SIGTERM')
      await untilEnded()
    }
    await use({
      screen,
      env,
      quit,
      async start() {
        const entry = join(folder, 'holdfast.desktop')
        const installed = await readFile('/usr/share/applications/holdfast.desktop', 'utf8')
        await writeFile(entry, installed.replace(/^Exec=.*$/m, '$& --force-renderer-accessibility'))
        // The app would hold an inherited output open.
        await once(spawn('gio', ['launch', entry], { env, stdio: 'ignore' }), 'exit')
        await expect.poll(mainProcess).toBeDefined()
        return (await mainProcess()) ?? 0
      },
      untilEnded,
      async connect({ host, appId }) {
        await screen.waitFor('heading', t('connect.title'))
        await screen.type(t('connect.host.label'), host)
        await screen.type(t('connect.appId.label'), appId)
        await screen.press('button', t('connect.go'))
        await screen.agreeInDialog()
      },
      async signIn({ people }, person) {
        await screen.press('button', t('signIn.action'))
        await screen.waitFor('heading', t('waiting.title'))
        await expect.poll(openedLinks).toHaveLength(1)
        const [link = ''] = await openedLinks()
        const { account = '', password = '' } = people[person] ?? {}
        const back = await signInAs(link, account, password)
        await once(get(back, { agent: false }), 'response')
        await screen.waitFor('heading', t('overview.title'))
      }
    })
    screen.stop()
    for (const pid of await processes()) killListed(pid)
    await untilEnded()
  }
})
export { expect }

/**
 * Resolves with the ids of the processes of the installed app. After an update the old program keeps running under a name
 * of dpkg's.
 */
async function processes(): Promise<number[]> {
  const system = await readlink('/proc/self/ns/mnt')
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // Processes come and go while the list is read.
    const executable = await readlink(`/proc/${name}/exe`).catch(() => '')
    if (!executable.startsWith(program)) continue
    // Another run on this computer has its own mount namespace.
    if ((await readlink(`/proc/${name}/ns/mnt`).catch(() => '')) === system) found.push(Number(name))
  }
  return found
}

/** Resolves with the id of the app's first process, which starts all others, or with undefined if the app does not run. */
async function mainProcess(): Promise<number | undefined> {
  for (const pid of await processes()) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '--type=')
    if (!command.includes('--type=')) return pid
  }
  return undefined
}

/** Installs packages from the repository as a person does. Resolves with the output of apt. */
export const install = (...names: string[]): Promise<string> =>
  administer('apt-get', '-o', 'Dpkg::Use-Pty=false', 'install', '--yes', '--no-install-recommends', ...names)

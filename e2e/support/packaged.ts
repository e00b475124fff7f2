import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { chmod, chown, cp, mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test as base } from '../fixtures'
import { asRoot, becomeNobody, nobody } from './nobody'

/** The program of the packaged app, exactly as shipped. */
const shippedProgram = process.env['HOLDFAST_SHIPPED'] ?? ''

interface Started {
  pid: number
  /** Returns the error output so far. */
  said: () => string
  /** Resolves with the exit code. */
  ended: Promise<unknown>
}

interface Place {
  profile: string
  /** A command that runs the command after it. */
  within?: string[]
}

interface Packaged {
  /** The tree of this test: a copy that everybody can read and a test may change. */
  tree: string
  /** Starts its program as a user without rights, with the operating system's sandbox on. */
  start: (args: string[], env?: NodeJS.ProcessEnv, place?: Place) => Started
  /** The folder of the user without rights. */
  home: string
}

/** Gives each test a copy of the tree from which packages are made. */
export const test = base.extend<{ packaged: Packaged }>({
  packaged: async ({ folder, keyring }, use) => {
    const [tree, home] = [join(folder, 'packaged'), join(folder, 'home')]
    await cp(dirname(shippedProgram), tree, { recursive: true, mode: constants.COPYFILE_FICLONE })
    await mkdir(home)
    if (asRoot) await chown(home, nobody, nobody)
    await chmod(folder, 0o755)

    const running: { kill: () => boolean; ended: Promise<unknown> }[] = []
    await use({
      tree,
      home,
      start(args, env = {}, { profile, within = [] } = { profile: join(home, 'profile') }) {
        const command = [join(tree, 'holdfast'), ...args, `--profile=${profile}`, '--lang=en']
        const [file = '', ...rest] = [...within, ...(asRoot ? becomeNobody : []), ...command]
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
    await rm(tree, { recursive: true })
  }
})
export { expect } from '../fixtures'

import { promises, writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, sep } from 'node:path'

/** Called at every step that a kill can come between. */
export type Point = (name: string) => void

/** Stands behind the name of a point between the sending of a refresh and the keychain entry that makes its new token the stored one. */
export const unstored = ', with a new token that is stored nowhere'

/**
 * Gives the function that kills this process at the `killAt`-th point it is called at, counted from 1, after having printed
 * the point's name; 0 never kills.
 */
export function killPoints(killAt: number): { point: Point; passed: () => number } {
  let passed = 0
  // Other work goes on beside a refresh, so the name of a point alone does not tell.
  let inWindow = false
  return {
    point(name) {
      if (name === 'sent request /oidc/token') inWindow = true
      if (name === 'after set head') inWindow = false
      if (++passed !== killAt) return
      writeSync(1, `${name}${inWindow ? unstored : ''}\n`)
      process.kill(process.pid, 'SIGKILL')
    },
    passed: () => passed
  }
}

/** Disks that take nothing. */
export type Disk = 'full' | 'readOnly'

/** Names of temporary files differ from run to run. */
const nameOf = (path: unknown): string => basename(String(path)).replace(/[0-9a-f-]{36}/, '*')

/**
 * Puts a point before and after every change of a file under `folder`, and one in the middle of every text that is written;
 * or lets every change fail as on such a `disk`. For programs that import from `node:fs/promises`.
 */
export function watchFiles(folder: string, point: Point, disk?: Disk): void {
  const { rename, link, rm, writeFile, open } = promises
  const concerns = (path: unknown): boolean => String(path).startsWith(folder + sep)
  const failing = (): Error =>
    disk === 'full'
      ? Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
      : Object.assign(new Error('read-only file system'), { code: 'EROFS' })

  async function step<T>(verb: string, path: unknown, work: () => Promise<T>): Promise<T> {
    if (!concerns(path)) return work()
    point(`before ${verb} ${nameOf(path)}`)
    if (disk) throw failing()
    const result = await work()
    point(`after ${verb} ${nameOf(path)}`)
    return result
  }

  const watched: Partial<typeof promises> = {
    rename: (from, to) => step('rename', to, () => rename(from, to)),
    link: (from, to) => step('link', to, () => link(from, to)),
    // What is removed needs no space.
    rm: (path, options) => (disk === 'full' ? rm(path, options) : step('rm', path, () => rm(path, options))),
    writeFile: (path, ...rest) => step('write', path, () => writeFile(path, ...rest)),
    async open(path, flags, mode) {
      const file = await step('open', path, () => open(path, flags, mode))
      const write = file.writeFile.bind(file)
      file.writeFile = async (data, options) => {
        const text = String(data)
        const half = Math.floor(text.length / 2)
        await write(text.slice(0, half), options)
        if (concerns(path)) point(`within write ${nameOf(path)}`)
        await write(text.slice(half), options)
      }
      return file
    }
  }
  Object.assign(promises, watched)
  syncBuiltinESMExports()
}

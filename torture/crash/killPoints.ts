import { promises, writeSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { basename, sep } from 'node:path'

/** This function is called at every step at which a kill can come. */
export type Point = (name: string) => void

/** This text follows the name of a point if a refresh was sent, but the keychain does not hold its new token yet. */
export const unstored = ', with a new token that is stored nowhere'

/**
 * Returns a function that kills this process at its `killAt`-th call, counted from 1, after it has printed the point's
 * name. 0 never kills.
 */
export function killPoints(killAt: number): { point: Point; passed: () => number } {
  let passed = 0
  // Other work runs in parallel with a refresh, so the name of a point alone is not enough.
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

/** The kinds of disk that refuse writes. */
export type Disk = 'full' | 'readOnly'

/** Names of temporary files differ from run to run. */
const nameOf = (path: unknown): string => basename(String(path)).replace(/[0-9a-f-]{36}/, '*')

/**
 * Puts a point before and after every change of a file under `folder`, and one in the middle of every write. With `disk`
 * every change fails as on such a disk. It affects programs that import from `node:fs/promises`.
 */
export function watchFiles(folder: string, point: Point, disk?: Disk): void {
  const { rename, link, symlink, rm, writeFile, open } = promises
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
    symlink: (from, to) => step('symlink', to, () => symlink(from, to)),
    // Removing a file needs no space.
    rm: (path, options) => (disk === 'full' ? rm(path, options) : step('rm', path, () => rm(path, options))),
    writeFile: (path, ...rest) => step('write', path, () => writeFile(path, ...rest)),
    async open(path, flags, mode) {
      const file = await step('open', path, () => open(path, flags, mode))
      const write = file.writeFile.bind(file)
      file.writeFile = async (data, options) => {
        const bytes = data instanceof Uint8Array ? data : Buffer.from(data)
        const half = Math.floor(bytes.length / 2)
        await write(bytes.subarray(0, half), options)
        if (concerns(path)) point(`within write ${nameOf(path)}`)
        await write(bytes.subarray(half), options)
      }
      return file
    }
  }
  Object.assign(promises, watched)
  syncBuiltinESMExports()
}

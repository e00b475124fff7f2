import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import type { MachineFileProblem } from '../../contract/machineFile'

/** A file that only an administrator can have written, if nothing is wrong with it. */
export interface GuardedFile {
  path: string
  /** The topmost folder that is checked. Every folder from it down to the file is checked too. */
  top: string
  /** The user who must own the file and those folders: the uid for the system, and the name for a command. */
  owner: { uid: number; name: string }
}

export type GuardedRead =
  | { state: 'absent' }
  | { state: 'read'; bytes: Buffer }
  | { state: 'refused'; problem: Exclude<MachineFileProblem, { kind: 'mistakes' }> }

type Refused = Extract<GuardedRead, { state: 'refused' }>

const largest = 65_536
/** The bits of a mode that let the group or everybody write. */
const writableByOthers = 0o022

/**
 * Reads a file that decides for everybody on this computer. The file that is opened is the one that is checked and read: no
 * link is followed, only a regular file is read, and a pipe in its place does not block the start.
 */
export function readGuarded(file: GuardedFile): GuardedRead {
  let descriptor: number
  try {
    descriptor = openSync(file.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    return notOpened(error, file)
  }
  try {
    const stats = fstatSync(descriptor)
    if (!stats.isFile()) return refused({ kind: 'notAFile', path: file.path })
    const problem = problemOf(stats, file)
    if (problem) return problem
    const bytes = readAtMost(descriptor, largest + 1)
    return bytes.length > largest ? refused({ kind: 'tooLarge', path: file.path }) : { state: 'read', bytes }
  } catch (error) {
    return notOpened(error, file)
  } finally {
    closeSync(descriptor)
  }
}

const refused = (problem: Refused['problem']): Refused => ({ state: 'refused', problem })

function notOpened(error: unknown, file: GuardedFile): GuardedRead {
  const { path } = file
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT') {
    const link = brokenLinkAbove(file)
    return link === undefined ? { state: 'absent' } : refused({ kind: 'link', path: link })
  }
  if (code === 'ELOOP') return refused({ kind: 'link', path })
  if (code === 'ENOTDIR' || code === 'ENXIO') return refused({ kind: 'notAFile', path })
  const command = [mending(dirname(path), '755', file), mending(path, '644', file)].join(' && ')
  return refused({ kind: 'unreadable', path, command })
}

/** Returns a folder above the file that is a link to nowhere, so that the file only seems to be absent. */
const brokenLinkAbove = (file: GuardedFile): string | undefined =>
  foldersAbove(file).find(
    (folder) => lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(folder)
  )

/** Returns the folders from that of the file up to `top`. */
function foldersAbove({ path, top }: Pick<GuardedFile, 'path' | 'top'>): string[] {
  const folder = dirname(path)
  return folder === top || folder === dirname(folder) ? [folder] : [folder, ...foldersAbove({ path: folder, top })]
}

/** Returns the problem of the file or of a folder above it, and the command that mends all of it. */
function problemOf(stats: Stats, file: GuardedFile): Refused | undefined {
  const faults: { kind: 'owner' | 'writable'; path: string; command: string }[] = []
  const note = (path: string, mode: string, { uid, mode: found }: Stats): void => {
    const kind = uid !== file.owner.uid ? 'owner' : (found & writableByOthers) !== 0 ? 'writable' : undefined
    if (kind) faults.push({ kind, path, command: mending(path, mode, file) })
  }
  note(file.path, '644', stats)
  for (const folder of foldersAbove(file)) {
    const above = lstatSync(folder)
    if (above.isSymbolicLink()) return refused({ kind: 'link', path: folder })
    note(folder, '755', above)
  }
  const [first] = faults
  return first && refused({ ...first, command: faults.map(({ command }) => command).join(' && ') })
}

const mending = (path: string, mode: string, { owner }: GuardedFile): string =>
  `sudo chown ${owner.name} ${quoted(path)} && sudo chmod ${mode} ${quoted(path)}`

const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`

/** Reads to the end or to the limit, because the file's size may have changed since the system named it. */
function readAtMost(descriptor: number, size: number): Buffer {
  const bytes = Buffer.alloc(size)
  let length = 0
  for (let read = -1; read !== 0 && length < size; length += read) {
    read = readSync(descriptor, bytes, length, size - length, null)
  }
  return bytes.subarray(0, length)
}

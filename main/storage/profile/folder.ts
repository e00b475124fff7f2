import { accessSync, chmodSync, constants, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

export type FolderProblem = 'notAFolder' | 'notWritable' | 'notYours' | 'notPrivate'

/** Thrown if the app cannot work in its folder. */
export class FolderError extends Error {
  constructor(
    readonly problem: FolderProblem,
    /** The folder, or the file in it, that the problem is with. */
    readonly path: string,
    cause?: unknown
  ) {
    super(problem, { cause })
  }
}

/** The bits of a file's mode that let the group or everybody in. */
const others = 0o077
/** Matches the files of a profile that Holdfast writes. All others are Chromium's, which keeps them private to their owner. */
const ours = /^(?:accounts|logs)$|\.json/

/**
 * Makes the folder if there is none, and makes sure that it and what we keep in it belong to the person and to nobody else.
 * Permissions for others are removed, if the disk has permissions.
 *
 * @throws FolderError
 */
export function prepareFolder(folder: string): void {
  make(folder)
  if (process.getuid) keepPrivate(folder, process.getuid())
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new FolderError('notWritable', folder, cause)
  }
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (statSync(folder).isDirectory()) return
  } catch (cause) {
    if (isRefusedByDisk(cause)) throw new FolderError('notWritable', folder, cause)
    throw new FolderError('notAFolder', folder, cause)
  }
  throw new FolderError('notAFolder', folder)
}

/** Returns true if the disk or its permissions are the cause. */
export const isRefusedByDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(String(error.code))

function keepPrivate(folder: string, user: number): void {
  close(folder, user)
  for (const name of readdirSync(folder).filter((one) => ours.test(one))) closeAll(join(folder, name), user)
}

function closeAll(path: string, user: number): void {
  const closed = close(path, user)
  if (closed?.isDirectory()) for (const name of readdirSync(path)) closeAll(join(path, name), user)
}

/**
 * Removes the permissions of others from `path` and returns what it is, or `undefined` if there is nothing, as behind a
 * broken link.
 */
function close(path: string, user: number): Stats | undefined {
  const [entry, found] = [lstatSync, statSync].map((read) => read(path, { throwIfNoEntry: false }))
  if ([entry, found].some((one) => one && one.uid !== user)) throw new FolderError('notYours', path)
  if (!found) return undefined
  if ((found.mode & others) === 0) return found
  try {
    chmodSync(path, found.mode & ~others & 0o777)
  } catch (cause) {
    const readOnly = cause instanceof Error && 'code' in cause && cause.code === 'EROFS'
    throw new FolderError(readOnly ? 'notWritable' : 'notPrivate', path, cause)
  }
  const closed = statSync(path)
  if ((closed.mode & others) !== 0) throw new FolderError('notPrivate', path)
  return closed
}

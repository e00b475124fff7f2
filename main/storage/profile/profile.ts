import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { accountId } from '../../../contract/accounts'
import { createQueue } from '../../ground/queue'
import { readStored, writeStored } from '../storedFile'
import { leaveToOriginal } from './copy'
import { machineName } from './machine'

/** The content of the file `profile.json`, about the folder that it lies in. */
const identity = z.object({
  v: z.literal(1),
  /** Names the profile's services in the keychain. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** The path of the folder when the file was written, without symbolic links. */
  path: z.string(),
  /** The result of `machineName`. */
  machine: z.string(),
  /** The accounts whose entries may still lie where earlier versions kept them, under a service named by the folder's path. */
  former: z.object({ path: z.string(), accounts: z.array(accountId) }).optional()
})
type Identity = z.infer<typeof identity>

/** The identity of this installation towards the keychain, whatever its folder is called. */
export interface Profile {
  readonly id: string
  /** Returns the folder that an account's former keychain service was named by, while entries may still lie there. */
  formerFolder(account: string): string | undefined
  /** Notes that nothing of the account is left in its former service. @throws the file system's error */
  moved(account: string): Promise<void>
}

/**
 * Finds the identity of the profile in `folder`. A renamed folder keeps its identity. A copy gets an id of its own, so that
 * it never shares a refresh token with the original, and its accounts have to be signed in to.
 *
 * It is synchronous, without a turn of the event loop, because a start waits for it.
 *
 * @throws the file system's error if a new id cannot be written
 */
export function openProfile(folder: string, machine = machineName()): Profile {
  const file = join(folder, 'profile.json')
  const path = realpathSync(folder)
  const stored = readStored(file, identity)
  if (stored.state !== 'present') {
    if (stored.state === 'unreadable') renameSync(file, `${file}.damaged`)
    return profileOf(file, create(file, { ...newIdentity(path, machine), ...formerOf(folder) }))
  }
  const { value } = stored
  if (isCopy(value, path, machine)) {
    leaveToOriginal(folder)
    return profileOf(file, replace(file, newIdentity(path, machine)))
  }
  const known = { ...value, path, machine: machine || value.machine }
  const isAsWritten = known.path === value.path && known.machine === value.machine
  return profileOf(file, isAsWritten ? value : replace(file, known))
}

const newIdentity = (path: string, machine: string): Identity => ({
  v: 1,
  id: randomBytes(16).toString('hex'),
  path,
  machine
})

/** Returns the former services of a profile without an id. If it has accounts, an earlier version made it. */
function formerOf(folder: string): Pick<Identity, 'former'> {
  const accounts = namesIn(join(folder, 'accounts')).filter((name) => accountId.safeParse(name).success)
  return accounts.length > 0 ? { former: { path: folder, accounts } } : {}
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** Returns true if this folder was copied, from another machine or from a folder that still holds the id. */
function isCopy({ id, path: before, machine: beforeOn }: Identity, path: string, machine: string): boolean {
  if (beforeOn !== '' && machine !== '' && beforeOn !== machine) return true
  if (before === path || isSameFolder(before, path)) return false
  const there = readStored(join(before, 'profile.json'), identity)
  return there.state === 'present' && there.value.id === id
}

/**
 * Returns true if both paths lead to one folder. That happens without a symbolic link too, as with a disk that is mounted
 * twice.
 */
function isSameFolder(one: string, other: string): boolean {
  const [first, second] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false }))
  return first !== undefined && first.dev === second?.dev && first.ino === second.ino
}

/** Writes the id of a new profile. Two processes that start together agree on the id of the first one. */
function create(file: string, made: Identity): Identity {
  const temporary = written(file, made)
  try {
    linkSync(temporary, file)
    return made
  } catch (error) {
    const other = readStored(file, identity)
    if (other.state === 'present') return other.value
    if (other.state === 'unreadable') throw error
    // Some file systems have no hard links.
    renameSync(temporary, file)
    return made
  } finally {
    rmSync(temporary, { force: true })
  }
}

function replace(file: string, next: Identity): Identity {
  renameSync(written(file, next), file)
  return next
}

function written(file: string, value: Identity): string {
  const temporary = `${file}.${randomUUID()}.tmp`
  writeFileSync(temporary, JSON.stringify(value), { mode: 0o600, flag: 'wx', flush: true })
  return temporary
}

function profileOf(file: string, value: Identity): Profile {
  const inTurn = createQueue()
  let { former } = value
  return {
    id: value.id,
    formerFolder: (account) =>
      former?.accounts.includes(account) ? join(former.path, 'accounts', account) : undefined,
    moved: (account) =>
      inTurn(async () => {
        const accounts = former?.accounts.filter((one) => one !== account) ?? []
        const left = former && accounts.length > 0 ? { ...former, accounts } : undefined
        await writeStored(file, { ...value, former: left })
        former = left
      })
  }
}

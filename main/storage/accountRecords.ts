import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { accountId } from '../../contract/accounts'
import { longestName, longestOrganisation, longestTarget } from '../../contract/fields'
import { textOf } from '../ground/text'
import type { Log } from '../log/log'
import { readStored, writeStored } from './storedFile'
import { isSameTenant, readTenant, type Tenant } from '../ground/tenant'

const stored = z.object({
  v: z.literal(1),
  host: z.string(),
  appId: z.string(),
  issuer: z.string(),
  /** A hash of the owner, once somebody has signed in. */
  subHash: z.string().optional(),
  label: z.string().min(1).max(longestName).optional(),
  address: z.string().min(1).max(longestTarget).optional().catch(undefined),
  signedInAt: z.number().optional().catch(undefined),
  organisation: textOf(longestOrganisation).pipe(z.string().min(1)).optional().catch(undefined),
  /** True if it was to be forgotten, but the keychain did not delete what it holds. */
  forgotten: z.boolean().optional()
})
const pointer = z.object({ v: z.literal(1), id: accountId })

export interface AccountRecord {
  readonly id: string
  readonly tenant: Tenant
  readonly subHash?: string | undefined
  readonly label?: string | undefined
  /** The address or number that the person signs in with, masked. */
  readonly address?: string | undefined
  /** When somebody last signed in by the browser, in ms since the epoch. */
  readonly signedInAt?: number | undefined
  /** The name that the organisation gives itself. */
  readonly organisation?: string | undefined
  readonly forgotten?: boolean | undefined
}

/** Returns the folder of an account's memory. @param folder of the account's files, absolute */
export const memoryIn = (folder: string): string => join(folder, 'memory')

/** The accounts that this installation knows: a folder for each, and one file that names the account on screen. */
export interface AccountRecords {
  /** Returns the folder of an account's own files, absolute. */
  folder(id: string): string
  /** Resolves to the folders with files of every account that this installation knows. */
  folders(): Promise<string[]>
  /**
   * Resolves to the account to begin with: the one last on screen if it is of `tenant`, else another of that tenant, else a
   * new one. Without a tenant it is the one last on screen, if any. It reads no more than it must.
   */
  first(tenant: Tenant | undefined): Promise<AccountRecord | undefined>
  list(): Promise<AccountRecord[]>
  /** Resolves to the account that nobody has signed in to yet, and makes one if there is none. */
  vacant(tenant: Tenant): Promise<AccountRecord>
  /** Stores what changed. If the disk refuses, the change is forgotten, but no session is lost. */
  keep(record: AccountRecord): Promise<void>
  makeCurrent(id: string): Promise<void>
  /** Deletes every file of the account. @throws the file system's error */
  remove(id: string): Promise<void>
}

/** @param profile folder of this installation, absolute */
export function accountRecords(profile: string, log: Log): AccountRecords {
  const home = join(profile, 'accounts')
  const pointerFile = join(home, 'current.json')
  const folder = (id: string): string => join(home, id)

  function read(id: string): AccountRecord | undefined {
    const file = readStored(join(folder(id), 'account.json'), stored)
    if (file.state === 'absent') return undefined
    const record = file.state === 'present' ? recordOf(id, file.value) : undefined
    if (!record) log('account-unreadable')
    return record
  }

  async function ids(): Promise<string[]> {
    const names = await readdir(home).catch(() => [])
    return names.filter((name) => accountId.safeParse(name).success)
  }

  const list = async (): Promise<AccountRecord[]> => (await ids()).map(read).filter((record) => record !== undefined)

  const written = async (path: string, value: unknown): Promise<void> => {
    await writeStored(path, value).catch((error: unknown) => log('account-not-written', {}, error))
  }

  async function keep({ id, tenant, ...facts }: AccountRecord): Promise<void> {
    await mkdir(folder(id), { recursive: true, mode: 0o700 }).catch(() => undefined)
    await written(join(folder(id), 'account.json'), { v: 1, ...tenant, ...facts })
  }

  async function vacant(tenant: Tenant): Promise<AccountRecord> {
    const known = (await list()).filter((record) => isSameTenant(record.tenant, tenant))
    const free = known.find((record) => record.subHash === undefined)
    if (free) return free
    const organisation = known.find((record) => record.organisation)?.organisation
    const record = { id: randomBytes(4).toString('hex'), tenant, ...(organisation && { organisation }) }
    await keep(record)
    return record
  }

  async function first(tenant: Tenant | undefined): Promise<AccountRecord | undefined> {
    const last = readStored(pointerFile, pointer)
    const record = last.state === 'present' ? read(last.value.id) : undefined
    if (record && (!tenant || isSameTenant(record.tenant, tenant))) return record
    const others = await list()
    const own = others.filter((one) => !tenant || isSameTenant(one.tenant, tenant))
    return own.find((one) => one.subHash !== undefined) ?? own[0] ?? (tenant && vacant(tenant))
  }

  return {
    folder,
    async folders() {
      const own = (await ids()).map(folder)
      return [...own, ...own.map(memoryIn).filter((path) => existsSync(path))]
    },
    first,
    list,
    vacant,
    keep,
    makeCurrent: (id) => written(pointerFile, { v: 1, id }),
    remove: (id) => rm(folder(id), { recursive: true, force: true })
  }
}

/** Returns the record of a file's content. Its tenant is checked like one that was typed, because tokens are sent there. */
function recordOf(id: string, { v, host, appId, issuer, ...facts }: z.infer<typeof stored>): AccountRecord | undefined {
  const read = readTenant(host, appId)
  if (!read.ok || read.tenant.host !== host || read.tenant.issuer !== issuer) return undefined
  return { id, tenant: read.tenant, ...facts }
}

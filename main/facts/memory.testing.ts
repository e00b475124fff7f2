import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach } from 'vitest'
import { z } from 'zod'
import type { ErrorCode } from '../../contract/result'
import { temporaryFolder } from '../ground/temporaryFolder.testing'
import { inMemory } from '../vault/memory'
import { createSealer, type Sealing, unsealed } from '../vault/sealing'
import type { Vault } from '../vault/vault'
import { createAccountMemory, type KeptMemory } from './memory'

const notes = z.object({ notes: z.array(z.string()) })
type Notes = z.infer<typeof notes>
export const nothing: Notes = { notes: [] }
/** Returns a change that adds a note. */
export const noting =
  (note: string) =>
  (value: Notes): Notes => ({ notes: [...value.notes, note] })

export let profile: string
export let entries: Map<string, string>
export let logged: string[]

/** Sets a folder and a keychain up for each test. It is called once in a test file. */
export function usePlace(): void {
  beforeEach(async () => {
    profile = await temporaryFolder()
    entries = new Map()
    logged = []
  })
}

interface Options {
  vault?: Vault
  sealing?: Sealing
  sub?: () => string | undefined
  issuer?: string
  unusable?: () => ErrorCode | undefined
}

/** Starts one run of the app, or one of two processes. */
export function start({ vault = inMemory(entries), sealing = unsealed, sub = () => 'ada', ...options }: Options = {}) {
  const memory = createAccountMemory({
    vault,
    sealing,
    profile,
    issuer: options.issuer ?? 'https://id.fernhill.example/oidc',
    sub,
    ...(options.unusable && { unusable: options.unusable }),
    log: (event) => logged.push(event)
  })
  return { memory, part: partOf(memory) }
}
export const partOf = (memory: KeptMemory, name = 'notes') => memory.part(name, notes, nothing)
export const file = (name = 'notes.json'): string => join(profile, 'memory', name)
export const files = (): Promise<string[]> => readdir(join(profile, 'memory')).catch(() => ['no folder'])

const dataKey = randomBytes(32)
const sealer = createSealer(() => dataKey, 'profile', 'account')
export const withPin: Sealing = { opener: () => Promise.resolve(sealer), sealer: () => Promise.resolve(sealer) }

import { randomBytes, scryptSync } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../ground/errors'
import { temporaryFolder } from '../../ground/temporaryFolder.testing'
import { inMemory } from '../../vault/memory'
import type { Vault } from '../../vault/vault'
import { openLockFile } from './lockFile'
import { createPinEntry } from './pinEntry'
import { createPinCheck, type PinCheck } from './pinCheck'

const pin = '735519'
const wrong = '735518'
const cost = 2 ** 4

let folder: string
let path: string
/** The profile's entries in the keychain. */
let entries: Map<string, string>
/** The failure of the keychain, if it fails. */
let failing: AppError | undefined

beforeEach(async () => {
  folder = await temporaryFolder()
  path = join(folder, 'lock.json')
  entries = new Map()
  failing = undefined
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const memory: Vault = {
  get: (name) => (failing ? Promise.reject(failing) : inMemory(entries).get(name)),
  set: (name, value) => (failing ? Promise.reject(failing) : inMemory(entries).set(name, value)),
  delete: (name) => (failing ? Promise.reject(failing) : inMemory(entries).delete(name))
}

const log = (): void => undefined

/** Resolves to the check of PINs at a start of the app, after its first look. A second call is the next start. */
async function start(vault = memory): Promise<PinCheck> {
  const file = openLockFile(path, cost)
  const check = createPinCheck({ file, entry: createPinEntry(vault, cost), profile: 'Holdfast/profile', cost, log })
  await check.look().catch(() => undefined)
  return check
}

const dataKey = randomBytes(32)

async function withPin(vault = memory): Promise<PinCheck> {
  const check = await start(vault)
  await check.set(pin, dataKey, true)
  return check
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error)
  )

const passTime = (ms: number): void => void vi.advanceTimersByTime(ms)

describe('a try', () => {
  it('is counted before the PIN is checked, so that ending the program in between does not save it', async () => {
    await withPin()
    const readings: number[] = []
    const check = await start({
      ...memory,
      set: async (name, value) => {
        await memory.set(name, value)
        readings.push((await start()).attemptsLeft() ?? 10)
        // The program is killed here.
        if (readings.length === 1) throw new Error('killed')
      }
    })
    await expect(check.check(pin)).rejects.toThrow('killed')
    expect(readings).toEqual([9])
    expect((await start()).attemptsLeft()).toBe(9)
  })

  it('gets no new tries by deleting or restoring the file', async () => {
    const check = await withPin()
    const before = await readFile(path)
    await codeOf(check.check(wrong))
    await rm(path)
    expect((await start()).attemptsLeft()).toBe(9)
    await writeFile(path, before)
    expect((await start()).attemptsLeft()).toBe(9)
  })

  it('waits longer after each wrong try, over restarts, and ends at the tenth', async () => {
    let check = await withPin()
    const waits: number[] = []
    for (let tries = 1; tries <= 9; tries++) {
      expect(await codeOf(check.check(wrong))).toBe('pinWrong')
      const now = Date.now()
      check = await start()
      const wait = Math.round((check.retryAt() ?? now) - now)
      waits.push(wait / 1000)
      if (wait > 0) {
        passTime(wait - 1_000)
        expect(await codeOf(check.check(pin))).toBe('pinTooSoon')
        passTime(1_000)
      }
    }
    expect(waits).toEqual([0, 0, 30, 60, 120, 240, 480, 960, 1920])
    expect(await codeOf(check.check(wrong))).toBe('pinAttemptsSpent')
    passTime(24 * 3_600_000)
    check = await start()
    expect(check.attemptsLeft()).toBe(0)
    expect(await codeOf(check.check(pin))).toBe('pinAttemptsSpent')
  })

  it('does not come sooner if the clock is set back or forward while the app runs, or set back before a start', async () => {
    const check = await withPin()
    for (let tries = 0; tries < 3; tries++) await codeOf(check.check(wrong))
    const now = Date.now()
    for (const jump of [-3_600_000, 3_600_000, -10 * 365 * 86_400_000]) {
      vi.setSystemTime(now + jump)
      expect(await codeOf(check.check(pin))).toBe('pinTooSoon')
    }
    const next = await start()
    expect(await codeOf(next.check(pin))).toBe('pinTooSoon')
    passTime(29_000)
    expect(await codeOf(next.check(pin))).toBe('pinTooSoon')
    passTime(1_000)
    expect(await codeOf(next.check(pin))).toBe('done')
  })

  it('forgets the wrong tries after a right one', async () => {
    const check = await withPin()
    await codeOf(check.check(wrong))
    await check.check(pin)
    expect(check.attemptsLeft()).toBeUndefined()
    expect((await start()).attemptsLeft()).toBeUndefined()
  })

  it('checks no PIN while a try cannot be counted', async () => {
    const check = await withPin()
    failing = new AppError('keychainSilent')
    expect(await codeOf(check.check(pin))).toBe('keychainSilent')
    expect(await codeOf(check.check(wrong))).toBe('keychainSilent')
  })

  it('opens the data key, and the key of another profile for nobody', async () => {
    const check = await withPin()
    expect(await check.check(pin)).toEqual(dataKey)
    const file = openLockFile(path, cost)
    const other = createPinCheck({ file, entry: createPinEntry(memory, cost), profile: 'Holdfast/other', cost, log })
    expect(await codeOf(other.check(pin))).toBe('pinWrong')
  })
})

describe('the PIN’s entry in the keychain', () => {
  const kept = (): Record<string, unknown> => {
    const read: unknown = JSON.parse(Buffer.from(entries.get('pin') ?? '', 'base64url').toString())
    return Object(read) as Record<string, unknown>
  }
  const put = (content: object): void =>
    void entries.set('pin', Buffer.from(JSON.stringify(content)).toString('base64url'))

  it('is one small entry without the PIN or the data key, with different bytes each time', async () => {
    const check = await withPin()
    const first = entries.get('pin') ?? ''
    expect([...entries.keys()]).toEqual(['pin'])
    expect(first.length).toBeLessThan(1_200)
    for (const form of ['base64', 'base64url', 'hex'] as const)
      expect(JSON.stringify(kept())).not.toContain(dataKey.toString(form).slice(0, 40))
    await check.set(pin, dataKey, true)
    expect(kept()).toMatchObject({ gen: 2 })
    expect(entries.get('pin')).not.toBe(first)
  })

  it.each([
    ['a lower cost', () => ({ ...kept(), cost: cost / 2 }), 'keychainDamaged'],
    ['a cost that no computer carries', () => ({ ...kept(), cost: 2 ** 30 }), 'keychainDamaged'],
    ['a later version', () => ({ ...kept(), v: 2 }), 'keychainNewer'],
    ['no wrapped key', () => ({ ...kept(), wrapped: '' }), 'keychainDamaged'],
    [
      'a data key of another length',
      () => ({ ...kept(), wrapped: Buffer.alloc(64).toString('base64') }),
      'keychainDamaged'
    ]
  ])('is refused with %s, before any PIN is checked', async (_what, changed, code) => {
    await withPin()
    put(changed())
    const check = await start()
    expect(await codeOf(check.look())).toBe(code)
    expect(await codeOf(check.check(pin))).toBe(code)
  })

  it('is not opened by a PIN once its salt, cost or generation was exchanged', async () => {
    const check = await withPin()
    const whole = kept()
    for (const change of [{ gen: 7 }, { salt: randomBytes(16).toString('base64') }, { cost: 2 * cost }]) {
      put({ ...whole, ...change })
      expect(await codeOf(check.check(pin))).toBe('pinWrong')
    }
  })

  it('is not taken for gone while the keyring is locked', async () => {
    await withPin()
    const locked = { ...inMemory(new Map()), set: () => Promise.reject(new AppError('keychainLocked')) }
    expect(await codeOf((await start(locked)).look())).toBe('keychainLocked')
    entries.clear()
    expect(await (await start()).look()).toBe('gone')
  })
})

describe('without a keychain', () => {
  beforeEach(() => {
    failing = new AppError('keychainAbsent')
  })

  it('the file alone keeps the PIN and counts the tries, and no data key is given out', async () => {
    const check = await start()
    expect(await check.set(pin, dataKey, true)).toBe(false)
    expect(await codeOf((await start()).check(wrong))).toBe('pinWrong')
    expect((await start()).attemptsLeft()).toBe(9)
    expect(await (await start()).check(pin)).toBeUndefined()
  })

  it('the PIN moves into a keychain that appears later, and is no longer in the file', async () => {
    await (await start()).set(pin, dataKey, true)
    failing = undefined
    expect(await (await start()).check(pin)).toEqual(dataKey)
    expect(entries.has('pin')).toBe(true)
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pin: { in: 'keychain' } })
    expect(await (await start()).check(pin)).toEqual(dataKey)
  })
})

describe('a PIN that an older version set', () => {
  const settings = { afterMinutes: 5, whenAway: true, touchId: false }
  async function older(olderCost = cost): Promise<void> {
    const salt = randomBytes(16)
    const hash = scryptSync(pin, salt, 32, { N: olderCost, r: 8, p: 1 })
    const verifier = { salt: salt.toString('base64'), hash: hash.toString('base64'), cost: olderCost }
    await writeFile(path, JSON.stringify({ v: 1, settings, pin: { verifier, failed: 1, notBefore: 0 } }))
  }

  it('opens once more by its hash, while its tries go on, and is in the keychain from then on', async () => {
    await older()
    const check = await start()
    expect(check.attemptsLeft()).toBe(9)
    expect(await codeOf(check.check(wrong))).toBe('pinWrong')
    expect((await start()).attemptsLeft()).toBe(8)
    const key = await (await start()).check(pin)
    expect(key).toHaveLength(32)
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ v: 2, settings, pin: { in: 'keychain' } })
    const next = await start()
    expect(await next.look()).toMatchObject({ in: 'keychain', content: { complete: false } })
    expect(await next.check(pin)).toEqual(key)
  })

  it('counts no more once the keychain disagrees: an old file that was put back opens nothing', async () => {
    await older()
    const old = await readFile(path)
    await (await start()).check(pin)
    await (await start()).set('908172', dataKey, true)
    await writeFile(path, old)
    expect(await codeOf((await start()).check(pin))).toBe('pinWrong')
    expect(await (await start()).check('908172')).toEqual(dataKey)
  })

  it('is not accepted with a lower cost', async () => {
    await older(cost / 2)
    expect(openLockFile(path, cost).unreadable()).toBe(true)
    expect(await (await start()).look()).toBe('gone')
  })
})

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../errors'
import { openLockFile } from './lockFile'
import { createPinCheck, type PinCheck } from './pinCheck'

// What makes PINs costly to try makes these tests slow.
vi.setConfig({ testTimeout: 60_000 })

const pin = '735519'
const wrong = '735518'

let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
  path = join(folder, 'lock.json')
  vi.useFakeTimers({ toFake: ['Date', 'performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true })
})

/** What looks at PINs at a start of the app; a second call is the next start. */
const start = (): PinCheck => createPinCheck(openLockFile(path))

async function withPin(): Promise<PinCheck> {
  const check = start()
  await check.set(pin)
  return check
}

const codeOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : error)
  )

const passTime = (ms: number): void => void vi.advanceTimersByTime(ms)

describe('a try', () => {
  it('counts a try before it looks at the PIN, so that a crash in between does not give it back', async () => {
    const check = await withPin()
    const trying = codeOf(check.check(wrong))
    await expect.poll(() => start().attemptsLeft()).toBe(9)
    expect(await trying).toBe('pinWrong')
  })

  it('looks at one PIN at a time, however many are sent at once', async () => {
    const check = await withPin()
    const codes = await Promise.all(Array.from({ length: 6 }, () => codeOf(check.check(wrong))))
    expect(codes).toEqual(['pinWrong', 'pinWrong', 'pinWrong', 'pinTooSoon', 'pinTooSoon', 'pinTooSoon'])
  })

  it('waits longer after each wrong try, over restarts, and ends at the tenth', async () => {
    let check = await withPin()
    const waits: number[] = []
    for (let tries = 1; tries <= 9; tries++) {
      expect(await codeOf(check.check(wrong))).toBe('pinWrong')
      const now = Date.now()
      check = start()
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
    check = start()
    expect(check.attemptsLeft()).toBe(0)
    expect(await codeOf(check.check(pin))).toBe('pinAttemptsSpent')
  })

  it('is not sooner for a clock that was set back or forward while the app runs, nor set back before a start', async () => {
    const check = await withPin()
    for (let tries = 0; tries < 3; tries++) await codeOf(check.check(wrong))
    const now = Date.now()
    for (const jump of [-3_600_000, 3_600_000, -10 * 365 * 86_400_000]) {
      vi.setSystemTime(now + jump)
      expect(await codeOf(check.check(pin))).toBe('pinTooSoon')
    }
    const next = start()
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
    expect(start().attemptsLeft()).toBeUndefined()
  })

  it('looks at no PIN while a try cannot be counted', async () => {
    const check = await withPin()
    await rm(folder, { recursive: true })
    expect(await codeOf(check.check(pin))).toBe('lockNotWritten')
    folder = await mkdtemp(join(tmpdir(), 'holdfast-lock-'))
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import type { KeptPin } from './pinStore'
import { attemptsAfter, createWait, triesOf, withTries } from './tries'

const content = { v: 1, gen: 1, salt: '', cost: 16, wrapped: '', complete: true, failed: 0, notBefore: 0 } as const
const newer: KeptPin = { in: 'keychain', content }
const older: KeptPin = {
  in: 'file',
  older: { verifier: { salt: 'salt', hash: 'hash', cost: 16 }, failed: 0, notBefore: 0 }
}

let [now, passed] = [0, 0]
beforeEach(() => {
  ;[now, passed] = [1_000_000, 500]
})
/** Lets time pass on both clocks. */
function pass(ms: number): void {
  now += ms
  passed += ms
}
const fresh = () =>
  createWait(
    () => now,
    () => passed
  )
const noted = async (wait: ReturnType<typeof fresh>, failed: number) => {
  let until = 0
  await wait.begin(failed, (notBefore) => {
    until = notBefore
    return Promise.resolve()
  })
  return until - now
}

it('counts ten tries down, and never below none', () => {
  expect([0, 1, 9, 10, 11].map(attemptsAfter)).toEqual([10, 9, 1, 0, 0])
})

it.each([newer, older])(
  'notes the tries and the wait of a PIN that is kept in either way, and nothing else of it',
  (kept) => {
    const changed = withTries(kept, 4, 77)
    expect(triesOf(changed)).toBe(4)
    expect(withTries(changed, 0, 0)).toEqual(kept)
    expect(JSON.stringify(changed)).toContain('"notBefore":77')
  }
)

describe('the wait after wrong tries', () => {
  it('begins with the third, doubles with each, and is noted by the clock', async () => {
    const wait = fresh()
    expect(wait.until()).toBeUndefined()
    expect(await noted(wait, 0)).toBe(0)
    expect(await noted(wait, 2)).toBe(0)
    expect(wait.until()).toBeUndefined()
    expect(await noted(wait, 3)).toBe(30_000)
    expect(await noted(wait, 4)).toBe(60_000)
    expect(wait.until()).toBe(now + 60_000)
    pass(59_999)
    expect(wait.until()).toBe(now + 1)
    pass(1)
    expect(wait.until()).toBeUndefined()
  })

  it('does not change if it could not be noted', async () => {
    const wait = fresh()
    await expect(wait.begin(3, () => Promise.reject(new Error('full')))).rejects.toThrow('full')
    expect(wait.until()).toBeUndefined()
  })

  it('ends at once when the PIN is gone', async () => {
    const wait = fresh()
    await noted(wait, 5)
    wait.end()
    expect(wait.until()).toBeUndefined()
  })

  it.each([newer, older])('of an earlier run goes on for what is left of it', (kept) => {
    const wait = fresh()
    wait.resume(withTries(kept, 3, now + 20_000))
    expect(wait.until()).toBe(now + 20_000)
    wait.resume(withTries(kept, 3, now + 10_000))
    expect(wait.until()).toBe(now + 20_000)
    pass(20_000)
    expect(wait.until()).toBeUndefined()
  })

  it('of an earlier run begins again, and is no longer than it was, if the clock was set back', () => {
    const wait = fresh()
    wait.resume(withTries(newer, 4, now + 86_400_000))
    expect(wait.until()).toBe(now + 60_000)
  })

  it('of an earlier run is over if its end has passed', () => {
    const wait = fresh()
    wait.resume(withTries(newer, 4, now - 1))
    expect(wait.until()).toBeUndefined()
  })
})

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { secretClipboard } from './secretClipboard'

let held = ''
const clipboard = {
  readText: () => held,
  writeText: (text: string) => {
    held = text
  },
  clear: () => {
    held = ''
  }
}
beforeEach(() => {
  held = ''
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

it('a copied secret leaves the clipboard after half a minute', async () => {
  const secrets = secretClipboard(clipboard)
  expect(await secrets.copy('key')).toBe(Date.now() + 30_000)
  await vi.advanceTimersByTimeAsync(29_999)
  expect(held).toBe('key')
  await vi.advanceTimersByTimeAsync(1)
  expect(held).toBe('')
})

it('a secret that is still needed stays, and leaves half a minute after that', async () => {
  const secrets = secretClipboard(clipboard)
  await secrets.copyUntilReleased('code')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(held).toBe('code')
  secrets.release()
  await vi.advanceTimersByTimeAsync(30_000)
  expect(held).toBe('')
})

it('what somebody has copied since stays in the clipboard', async () => {
  const secrets = secretClipboard(clipboard)
  await secrets.copy('key')
  held = 'a letter'
  await secrets.clear()
  expect(held).toBe('a letter')
})

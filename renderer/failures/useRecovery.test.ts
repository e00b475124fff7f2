import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import type { ErrorCode, Failure } from '../../contract/result'
import { button, installBridge, ok, refused, show } from '../bridge/bridge.testing'
import MethodsView from '../shell/MethodsView.vue'

let bridge: ReturnType<typeof installBridge>
beforeEach(() => {
  bridge = installBridge()
  vi.useFakeTimers()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.useRealTimers()
})

async function failing(code: ErrorCode, facts: Partial<Failure> = {}) {
  bridge.factors.listEnrolled.mockResolvedValue(refused(code, facts))
  const view = show(MethodsView)
  await vi.advanceTimersByTimeAsync(0)
  bridge.factors.listEnrolled.mockClear()
  return view
}

const asked = () => bridge.factors.listEnrolled.mock.calls.length

describe('a list that could not be read', () => {
  it('is read again after 30 s, then after twice as long each time, five minutes at most', async () => {
    await failing('unreachable')
    const pauses = [30, 60, 120, 240, 300, 300]
    for (const [tries, seconds] of pauses.entries()) {
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1)
      expect(asked()).toBe(tries)
      await vi.advanceTimersByTimeAsync(1)
      expect(asked()).toBe(tries + 1)
    }
  })

  it.each([
    ['the network comes back', () => window.dispatchEvent(new Event('online'))],
    ['the person comes back to the window', () => window.dispatchEvent(new Event('focus'))],
    ['the window is seen again', () => document.dispatchEvent(new Event('visibilitychange'))]
  ])('is read at once when %s, and all that had been missing with it', async (_when, come) => {
    const view = await failing('offline')
    bridge.factors.listEnrolled.mockResolvedValue(ok([]))
    bridge.profile.read.mockClear()
    come()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked()).toBe(1)
    expect(view.find('[role=alert]').exists()).toBe(false)
    expect(bridge.passkeys.list).toHaveBeenCalledTimes(1)
    expect(bridge.profile.read).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(1)
  })

  it('has at most one request at a time', async () => {
    await failing('offline')
    bridge.factors.listEnrolled.mockReturnValue(new Promise(() => undefined))
    for (let i = 0; i < 5; i++) window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(1)
  })

  it('is read once more, at once, if the network came back during an attempt', async () => {
    await failing('offline')
    let fail: (() => void) | undefined
    bridge.factors.listEnrolled.mockImplementation(
      () => new Promise((resolve) => (fail = () => resolve(refused('unreachable'))))
    )
    window.dispatchEvent(new Event('focus'))
    window.dispatchEvent(new Event('online'))
    expect(asked()).toBe(1)
    fail?.()
    await vi.advanceTimersByTimeAsync(1)
    expect(asked()).toBe(2)
    fail?.()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked()).toBe(2)
  })

  it('is read again soon if the network is back but leads nowhere yet, and then less and less often', async () => {
    await failing('offline')
    await vi.advanceTimersByTimeAsync(30_000)
    bridge.factors.listEnrolled.mockClear()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    for (const [tries, seconds] of [2, 4, 8, 16, 32].entries()) {
      await vi.advanceTimersByTimeAsync(seconds * 1000 - 1)
      expect(asked()).toBe(tries + 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(asked()).toBe(tries + 2)
    }
  })

  it('waits until a hidden window is visible', async () => {
    await failing('offline')
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(0)
    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(asked()).toBe(1)
  })

  it('waits for as long as the server asks', async () => {
    await failing('serverFault', { retryAt: Date.now() + 90_000 })
    window.dispatchEvent(new Event('focus'))
    await vi.advanceTimersByTimeAsync(89_000)
    expect(asked()).toBe(0)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(asked()).toBe(1)
  })

  it.each(['untrustedCertificate', 'rejected', 'unexpectedAnswer', 'rateLimited'] as const)(
    'is left to the person if the failure does not pass by itself: %s',
    async (code) => {
      await failing(code)
      window.dispatchEvent(new Event('online'))
      await vi.advanceTimersByTimeAsync(600_000)
      expect(asked()).toBe(0)
    }
  )

  it('is not asked for after the view is gone', async () => {
    const view = await failing('offline')
    view.unmount()
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(600_000)
    expect(asked()).toBe(0)
  })

  it('leaves the focus where the person has it', async () => {
    const view = await failing('offline')
    const refresh = button(view, 'Check again').element
    refresh.focus()
    bridge.factors.listEnrolled.mockResolvedValue(ok([]))
    window.dispatchEvent(new Event('online'))
    await vi.advanceTimersByTimeAsync(0)
    await nextTick()
    expect(document.activeElement).toBe(refresh)
  })

  it('can be looked at and not changed until it is there again', async () => {
    const view = show(MethodsView)
    await vi.advanceTimersByTimeAsync(0)
    expect(button(view, 'Add text message').attributes()).not.toHaveProperty('disabled')
    bridge.factors.listToEnroll.mockResolvedValue(refused('offline'))
    await button(view, 'Check again').trigger('click')
    await vi.advanceTimersByTimeAsync(0)
    expect(button(view, 'Add text message').attributes()).toHaveProperty('disabled')
    expect(view.get('[role=alert]').text()).toContain('You can look, but not change anything.')
  })
})

it('the issuer of a certificate that is not trusted is named in the message', async () => {
  const view = await failing('untrustedCertificate', { issuer: 'Evil Proxy CA' })
  expect(view.get('[role=alert]').text()).toContain('Its certificate names “Evil Proxy CA” as its issuer.')
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createIdleWatch } from './idleWatch'

let idleSeconds = 0
const onIdle = vi.fn()
const watch = () => createIdleWatch({ idleSeconds: () => idleSeconds, onIdle })

beforeEach(() => {
  idleSeconds = 0
  onIdle.mockReset()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Lets time pass in which nobody touches the computer. */
function leaveAlone(seconds: number): void {
  idleSeconds += seconds
  vi.advanceTimersByTime(seconds * 1_000)
}

describe('the watch for an idle computer', () => {
  it('tells once that nobody was there for the minutes asked for', () => {
    watch().watch(1)
    leaveAlone(59)
    expect(onIdle).not.toHaveBeenCalled()
    leaveAlone(1)
    expect(onIdle).toHaveBeenCalledTimes(1)
    leaveAlone(600)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })

  it('tells at once if that time has already passed, to the second', () => {
    idleSeconds = 59
    watch().watch(1)
    expect(onIdle).not.toHaveBeenCalled()
    idleSeconds = 60
    watch().watch(1)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })

  it('waits anew for what is left after somebody was there', () => {
    watch().watch(1)
    leaveAlone(50)
    idleSeconds = 0
    leaveAlone(10)
    expect(onIdle).not.toHaveBeenCalled()
    leaveAlone(49)
    expect(onIdle).not.toHaveBeenCalled()
    leaveAlone(1)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })

  it('ends with null, and another wait replaces the one before', () => {
    const idle = watch()
    idle.watch(1)
    idle.watch(null)
    expect(vi.getTimerCount()).toBe(0)
    idle.watch(1)
    idle.watch(2)
    expect(vi.getTimerCount()).toBe(1)
    leaveAlone(119)
    expect(onIdle).not.toHaveBeenCalled()
    leaveAlone(1)
    expect(onIdle).toHaveBeenCalledTimes(1)
  })
})

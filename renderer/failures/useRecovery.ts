import { onScopeDispose, watch } from 'vue'
import type { ErrorCode, Failure } from '../../contract/result'

/** Failures that pass without the person's help: the way to the tenant is cut, or the tenant is down. */
const passing: readonly ErrorCode[] = [
  'offline',
  'captivePortal',
  'unreachable',
  'proxyUnreachable',
  'timedOut',
  'serverFault'
]

const firstPauseMs = 30_000
/** The first pause after the network came back, which leads nowhere until it has addresses and names. */
const soonMs = 2_000
const longestPauseMs = 300_000

export const willPass = ({ code }: Failure): boolean => passing.includes(code)

/**
 * Reads again by itself after a failure that will pass: at once if the network or the person comes back, and after 30 s
 * (2 s after a return of the network), then twice as long each time, up to 5 min. It never reads during an attempt or
 * in a hidden window.
 *
 * @param retry may only read, because a change must never be repeated
 */
export function useRecovery(failure: () => Failure | undefined, pending: () => boolean, retry: () => void): void {
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  /** True if the network or the person came back during an attempt, which may have begun too early to notice. */
  let cameBack = false

  function tryNow(): void {
    const last = failure()
    cameBack = pending()
    if (!last || !willPass(last) || pending() || document.hidden) return
    if (Date.now() >= (last.retryAt ?? 0)) retry()
  }

  function networkCame(): void {
    pauseMs = soonMs
    tryNow()
  }

  watch(
    pending,
    (now) => {
      clearTimeout(timer)
      if (now) return
      const last = failure()
      if (!last) {
        pauseMs = firstPauseMs
        return
      }
      timer = setTimeout(tryNow, Math.max(cameBack ? 0 : pauseMs, (last.retryAt ?? 0) - Date.now()))
      cameBack = false
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    },
    { immediate: true, flush: 'sync' }
  )
  const comings = [
    [window, 'online', networkCame],
    [window, 'focus', tryNow],
    [document, 'visibilitychange', tryNow]
  ] as const
  for (const [target, event, act] of comings) target.addEventListener(event, act)
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const [target, event, act] of comings) target.removeEventListener(event, act)
  })
}

import { onScopeDispose, watch } from 'vue'
import type { ErrorCode, Failure } from '../../contract/result'

/** What passes without the person: the way to the tenant is cut, or the tenant is down. */
const passing: readonly ErrorCode[] = [
  'offline',
  'captivePortal',
  'unreachable',
  'proxyUnreachable',
  'timedOut',
  'serverFault'
]

const firstPauseMs = 30_000
/** After the network came back: until it has addresses and names, it leads nowhere. */
const soonMs = 2_000
const longestPauseMs = 300_000

export const willPass = ({ code }: Failure): boolean => passing.includes(code)

/**
 * Reads again by itself after a failure that will pass: as soon as the network or the person comes back, and besides after
 * 30 s, or 2 s where the network has just come, then after twice as long each time, up to 5 min. Never while the last attempt is under way or the window is hidden.
 *
 * @param retry may only read: what changes something is never repeated
 */
export function useRecovery(failure: () => Failure | undefined, pending: () => boolean, retry: () => void): void {
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Something came back while an attempt was under way, which may have begun too early to notice. */
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

import { app, type WebContents } from 'electron'
import type { EventName } from '../../../contract'
import { createQueue } from '../../ground/queue'
import { inBackground, type Log } from '../../log/log'
import { pause } from '../../ground/pause'
import { blankOrigin } from './protocol'

const blankPage = `${blankOrigin}/`
const crashLoopMs = 10_000
/** The time that a page has to end, in ms. After that its process is crashed. */
const patienceMs = 2_000

/** The identity of one document of one process. Chromium never reuses a process id in one run. */
interface PageId {
  readonly processId: number
  readonly frameId: number
}

/** The page of the window. Each renewal ends it with its process, and begins another one. */
export interface WindowPage {
  /** Returns true if the sender is the page in force: it has committed, and its end has not begun. */
  readonly isCurrent: (sender: PageId) => boolean
  /** Returns a signal that aborts when the end of the page begins, for everything that was asked on its behalf. */
  readonly signal: () => AbortSignal
  /**
   * Passes a message on to the page in force. Between two pages nobody is told, because the next one reads the state for
   * itself.
   */
  readonly post: (event: EventName, data: unknown) => void
  /**
   * Ends the page, which is not heard from this moment on, and begins the next one once its process is gone. A failure is
   * logged.
   */
  readonly renew: () => void
}

/** Loads `url` into the window, and again whenever the page crashes or leaves it. */
export function openPage(contents: WebContents, url: string, log: Log): WindowPage {
  const inTurn = createQueue()
  let current: PageId | undefined
  let life = new AbortController()
  let renewals = 0
  let leaving = false
  let crashedAt = -Infinity
  let onCommit: (address: string) => void = () => undefined
  /** Settles when our latest load has ended, whether it succeeded or not. */
  let loading: Promise<unknown> = Promise.resolve()

  function end(): void {
    current = undefined
    life.abort()
    life = new AbortController()
  }

  contents.on('did-navigate', (_event, address) => {
    end()
    if (!leaving && renewals < 2) {
      if (address === url) current = { processId: contents.getProcessId(), frameId: contents.mainFrame.routingId }
      // Nothing else stops a page from going to about:blank or back in its history.
      else void go(url)
    }
    onCommit(address)
  })

  contents.on('render-process-gone', (_event, { reason }) => {
    end()
    if (leaving) return
    log('page-gone', { code: reason })
    const looping = Date.now() - crashedAt < crashLoopMs
    crashedAt = Date.now()
    if (looping) app.quit()
    else contents.reload()
  })

  /** Resolves to true if the window came to this address in time. */
  function go(address: string): Promise<boolean> {
    return new Promise((resolve) => {
      onCommit = (committed) => resolve(committed === address)
      loading = contents.loadURL(address).catch(() => resolve(false))
      void pause(patienceMs).then(() => resolve(false))
    })
  }

  /** Loads a page of another origin in between, which makes Chromium change processes. */
  async function replace(): Promise<void> {
    const [process, systemProcess] = [contents.getProcessId(), contents.getOSProcessId()]
    leaving = true
    // A lock may come while the first page is still loading, which is no reason to crash it.
    await Promise.race([loading, pause(patienceMs)])
    // Electron crashes as a whole if it is told to load while the page itself is navigating.
    const busy = contents.isLoadingMainFrame()
    const left = !busy && (await go(blankPage)) && contents.getProcessId() !== process
    if (left) endProcess(systemProcess)
    else await crash()
    inBackground(log, 'page-storage-not-cleared', contents.session.clearStorageData())
    contents.navigationHistory.clear()
    leaving = false
    if (renewals === 1 && !(await go(url))) log('page-not-renewed')
  }

  async function crash(): Promise<void> {
    log('page-held-on')
    if (contents.isCrashed()) return
    const gone = new Promise((resolve) => contents.once('render-process-gone', resolve))
    contents.forcefullyCrashRenderer()
    await gone
  }

  void go(url)
  return {
    isCurrent: ({ processId, frameId }) => current?.processId === processId && current.frameId === frameId,
    signal: () => life.signal,
    post(event, data) {
      if (current && !contents.isDestroyed()) contents.send(event, data)
    },
    renew() {
      end()
      renewals++
      const renewed = inTurn(async () => {
        if (!contents.isDestroyed()) await replace()
      }).finally(() => renewals--)
      inBackground(log, 'page-not-renewed', renewed)
    }
  }
}

/** Ends the process of a page that was left. Otherwise it runs on as long as its last handlers do. */
function endProcess(pid: number): void {
  const runs = app.getAppMetrics().some((metric) => metric.pid === pid && metric.type === 'Tab')
  if (runs) process.kill(pid, 'SIGKILL')
}

import { app, type WebContents } from 'electron'
import { type EventData, type EventName, events } from '../../contract'
import { createQueue } from '../inTurn'
import { inBackground, log } from '../log'
import { pause } from '../pause'
import { blankOrigin } from './protocol'

const blankPage = `${blankOrigin}/`
const crashLoopMs = 10_000
/** How long a page may take to make room, in ms. Then its process is crashed. */
const patienceMs = 2_000

/** One document of one process. Chromium never gives a process id twice in one run. */
export interface PageId {
  readonly processId: number
  readonly frameId: number
}

/** The page of the window. Each renewal ends it, with its process, and begins another one. */
export interface WindowPage {
  /** True if the sender is the page that is in force: it has committed, and its end has not begun. */
  readonly isCurrent: (sender: PageId) => boolean
  /** Returns a signal that aborts when the end of the page begins, for what was asked on its behalf. */
  readonly signal: () => AbortSignal
  /** Tells the page that is in force. Between two pages nobody is told: the next one reads the state for itself. */
  send<E extends EventName>(event: E, data: EventData<E>): void
  /** From this moment on the page is heard no more. Resolves when its process is gone and the next page has committed. */
  renew(): Promise<void>
}

/** Loads `url` into the window, and again whenever the page crashes or leaves it. */
export function openPage(contents: WebContents, url: string): WindowPage {
  const inTurn = createQueue()
  let current: PageId | undefined
  let life = new AbortController()
  let renewals = 0
  let leaving = false
  let crashedAt = -Infinity
  let onCommit: (address: string) => void = () => undefined

  function end(): void {
    current = undefined
    life.abort()
    life = new AbortController()
  }

  contents.on('did-navigate', (_event, address) => {
    end()
    if (!leaving && renewals < 2) {
      if (address === url) current = { processId: contents.getProcessId(), frameId: contents.mainFrame.routingId }
      // Nothing stops a page from going to about:blank or back in its history.
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

  /** Resolves to whether the window came to this address in time. */
  function go(address: string): Promise<boolean> {
    return new Promise((resolve) => {
      onCommit = (committed) => resolve(committed === address)
      contents.loadURL(address).catch(() => resolve(false))
      void pause(patienceMs).then(() => resolve(false))
    })
  }

  /** A page of another origin in between makes Chromium change processes. */
  async function replace(): Promise<void> {
    const [process, systemProcess] = [contents.getProcessId(), contents.getOSProcessId()]
    leaving = true
    // Electron crashes as a whole where it is told to load while the page itself is going somewhere.
    const busy = contents.isLoadingMainFrame()
    const left = !busy && (await go(blankPage)) && contents.getProcessId() !== process
    if (left) endProcess(systemProcess)
    else await crash()
    inBackground('page-storage-not-cleared', contents.session.clearStorageData())
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
    send(event, data) {
      if (current && !contents.isDestroyed()) contents.send(event, events[event].parse(data))
    },
    async renew() {
      end()
      renewals++
      await inTurn(async () => {
        if (!contents.isDestroyed()) await replace()
      }).finally(() => renewals--)
    }
  }
}

/** Ends the process of a page that was left, which otherwise runs on as long as its last handlers do. */
function endProcess(pid: number): void {
  const runs = app.getAppMetrics().some((metric) => metric.pid === pid && metric.type === 'Tab')
  if (runs) process.kill(pid, 'SIGKILL')
}

import { once } from 'node:events'
import { z } from 'zod'

const message = z.object({
  id: z.int().optional(),
  method: z.string().optional(),
  sessionId: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional()
})
const attached = z.object({ sessionId: z.string(), targetInfo: z.object({ type: z.string() }) })
const called = z.object({ payload: z.coerce.number() })

/**
 * Watches, through the debugger at `address`, for the first frame painted after `condition`, an expression, holds in the page.
 * Resolves with its time in ms since the epoch, taken in the page.
 */
export async function paintedAt(address: string, condition: string): Promise<number> {
  const socket = new WebSocket(address)
  await once(socket, 'open')
  let id = 0
  const send = (method: string, params: object, sessionId?: string): void =>
    socket.send(JSON.stringify({ id: ++id, method, params, sessionId }))
  const watch = watchFor(condition)

  const painted = new Promise<number>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      const { method, sessionId, params } = message.parse(JSON.parse(String(data)))
      if (method === 'Target.attachedToTarget') {
        const { sessionId: page, targetInfo } = attached.parse(params)
        if (targetInfo.type !== 'page') return
        send('Runtime.enable', {}, page)
        send('Runtime.addBinding', { name: 'tellPainted' }, page)
        send('Page.enable', {}, page)
        send('Page.addScriptToEvaluateOnNewDocument', { source: watch }, page)
        // This page may have loaded before the script above was added.
        send('Runtime.evaluate', { expression: watch }, page)
      }
      if (method === 'Runtime.bindingCalled' && sessionId) resolve(called.parse(params).payload)
    })
  })
  send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true })
  try {
    return await painted
  } finally {
    socket.close()
  }
}

/**
 * The callback of the second animation frame starts when the first frame has been painted. A page that is complete before
 * it is watched reports that time itself.
 */
const watchFor = (condition: string): string => `(() => {
  if (globalThis.isWatched) return
  globalThis.isWatched = true
  const tell = (time) => tellPainted(String(performance.timeOrigin + time))
  const paintedEarlier = () => performance.getEntriesByName('first-contentful-paint')[0]
  const look = () => {
    if (!(${condition})) requestAnimationFrame(look)
    else requestAnimationFrame(() => tell(performance.now()))
  }
  const earlier = ${condition} ? paintedEarlier() : undefined
  if (earlier) tell(earlier.startTime)
  else requestAnimationFrame(look)
})()`

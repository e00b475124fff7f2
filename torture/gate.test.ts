import fc from 'fast-check'
import { expect, it } from 'vitest'
import { contract } from '../contract'
import { idleHandlers } from '../main/bridge/handlers.testing'
import { type Handlers, type Sender, serve } from '../main/bridge/serve'
import { record, triesOf } from './attack'

const ids = { processId: 7, frameId: 3 }
const page = {
  webContents: { id: 1 },
  origin: 'app://bundle',
  isCurrent: ({ processId, frameId }: Sender) => processId === ids.processId && frameId === ids.frameId
}
const own = 'app://bundle/index.html'
const ownFrame = { url: own, parent: null }
const refused = { ok: false, error: { code: 'notAllowed', at: expect.any(Number) as number } }

/** Returns handlers that each report a call that reaches them. */
function countedHandlers(called: () => void): Handlers {
  return new Proxy(idleHandlers, {
    get(handlers, channel, receiver) {
      called()
      const handler: unknown = Reflect.get(handlers, channel, receiver)
      return handler
    }
  })
}

const forgedAddress = fc.oneof(
  fc.webUrl(),
  fc.string(),
  fc.constantFrom(
    'app://bundle.evil.example/index.html',
    'app://evil@bundle.evil/',
    'app://user@other/',
    'app:bundle',
    'app:///bundle/index.html',
    'https://bundle/index.html',
    'file:///bundle/index.html',
    'blob:app://bundle/0',
    'data:text/html,app://bundle/',
    'about:blank',
    'about:srcdoc',
    'javascript:void(0)',
    'devtools://devtools/bundled/inspector.html',
    'app://bundle:1/index.html',
    'app://bundlé/',
    ''
  )
)

const forgery = (change: { [Name in keyof Sender]?: fc.Arbitrary<Sender[Name]> }): fc.Arbitrary<Sender> =>
  fc.record({
    sender: fc.constant<unknown>(page.webContents),
    processId: fc.constant(ids.processId),
    frameId: fc.constant(ids.frameId),
    senderFrame: fc.constant<Sender['senderFrame']>(ownFrame),
    ...change
  })

const forged = fc.oneof(
  forgery({ senderFrame: fc.constant(null) }),
  forgery({ sender: fc.constantFrom<unknown>({ id: 1 }, {}, null, undefined, 'app://bundle') }),
  forgery({
    senderFrame: fc.record({ url: fc.constant(own), parent: fc.constantFrom<unknown>({}, { url: own }, undefined, 0) })
  }),
  forgery({ senderFrame: fc.record({ url: forgedAddress, parent: fc.constant(null) }) }),
  forgery({ processId: fc.integer().filter((id) => id !== ids.processId) }),
  forgery({ frameId: fc.integer().filter((id) => id !== ids.frameId) })
)

it('refuses every forged frame and sender on every channel, before its handler', async () => {
  const listeners = new Map<string, (event: Sender, input: unknown) => Promise<unknown>>()
  let reached = 0
  const handlers = countedHandlers(() => reached++)
  serve(
    { handle: (channel, listener) => listeners.set(channel, listener) },
    () => handlers,
    page,
    () => undefined
  )
  expect([...listeners.keys()].sort()).toEqual(Object.keys(contract).sort())

  const each = triesOf('gate')
  for (const listener of listeners.values()) {
    await fc.assert(
      fc.asyncProperty(forged, fc.anything(), async (sender, input) => {
        expect(await listener(sender, input)).toEqual(refused)
      }),
      { numRuns: each }
    )
  }
  record('gate', each, reached === 0)
  expect(reached).toBe(0)
  const channel = listeners.get('session:read')
  await channel?.({ ...ids, sender: page.webContents, senderFrame: ownFrame }, undefined)
  expect(reached, 'the count sees a call that is let through').toBeGreaterThan(0)
})

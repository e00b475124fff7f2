import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZodError } from 'zod'
import { type Channel, contract } from '../../contract'
import { AppError } from '../ground/errors'
import { idleHandlers } from './handlers.testing'
import { answer, isTrusted, type Sender, serve } from './serve'

const log = (): void => undefined
const page = {
  webContents: { id: 1 },
  origin: 'app://bundle',
  isCurrent: ({ processId, frameId }: Sender) => processId === 7 && frameId === 3
}
const ownFrame: Sender = {
  sender: page.webContents,
  processId: 7,
  frameId: 3,
  senderFrame: { url: 'app://bundle/index.html', parent: null }
}

describe('an answer', () => {
  it('refuses a moment that no date can hold', async () => {
    const failure = { code: 'offline', at: 1e300 }
    await expect(answer('diagnostics:copyFailure', idleHandlers, failure, log)).resolves.toMatchObject({
      error: { code: 'invalidInput' }
    })
  })

  it('drops fields the contract does not name', async () => {
    const leaky = { 'factors:listToEnroll': () => [{ factorType: 'OTP', secret: 'canary' }] }
    await expect(answer('factors:listToEnroll', leaky, undefined, log)).resolves.toEqual({
      ok: true,
      data: [{ factorType: 'OTP' }]
    })
  })

  it('refuses input the contract does not allow, without calling the handler', async () => {
    let calls = 0
    const counting = {
      'factors:listToEnroll': () => {
        calls++
        return []
      }
    }
    await expect(answer('factors:listToEnroll', counting, { url: 'https://evil.example' }, log)).resolves.toMatchObject(
      {
        ok: false,
        error: { code: 'invalidInput' }
      }
    )
    expect(calls).toBe(0)
  })

  it('carries the code and request id of an expected failure', async () => {
    const failing = {
      'factors:listToEnroll': () =>
        Promise.reject(new AppError('rejected', { requestId: 'r-1', detail: 'no', status: 403 }))
    }
    await expect(answer('factors:listToEnroll', failing, undefined, log)).resolves.toMatchObject({
      ok: false,
      error: { code: 'rejected', requestId: 'r-1', detail: 'no', status: 403 }
    })
  })

  it('tells the window nothing of an unexpected failure', async () => {
    const broken = { 'factors:listToEnroll': () => Promise.reject(new Error('canary')) }
    const result = await answer('factors:listToEnroll', broken, undefined, log)
    expect(result).toEqual({ ok: false, error: { code: 'unexpected', at: expect.any(Number) as number } })
  })

  it('to an aborted call is not logged, because the page left the view that asked', async () => {
    const logged: string[] = []
    const stopped = { 'factors:listToEnroll': () => Promise.reject(new DOMException('', 'AbortError')) }
    const failed = { 'factors:listToEnroll': () => Promise.reject(new AppError('timedOut')) }
    for (const handlers of [stopped, failed]) {
      const result = await answer('factors:listToEnroll', handlers, undefined, (event) => logged.push(event))
      expect(result.ok).toBe(false)
    }
    expect(logged).toEqual(['call-failed'])
  })

  it.each([
    ['an error', new AppError('timedOut')],
    ['nothing', undefined],
    ['no error, although it has the name of one', { name: 'AbortError' }]
  ])('that failed is logged with its channel and %s that was thrown', async (_name, thrown) => {
    const logged: unknown[][] = []
    const failing = {
      'factors:listToEnroll': () => {
        // eslint-disable-next-line @typescript-eslint/only-throw-error -- A library may throw anything.
        throw thrown
      }
    }
    await answer('factors:listToEnroll', failing, undefined, (...line) => logged.push(line))
    expect(logged).toEqual([['call-failed', { channel: 'factors:listToEnroll' }, thrown]])
  })

  it('to input that the contract does not allow is logged with what is wrong with it', async () => {
    const causes: unknown[] = []
    await answer('factors:listToEnroll', idleHandlers, { url: 1 }, (_event, _fields, error) => {
      causes.push(error instanceof AppError && error.cause)
    })
    expect(causes).toEqual([expect.any(ZodError)])
  })

  it('is a failure if the handler returns what the contract forbids', async () => {
    const wrong = { 'factors:listToEnroll': () => ({ factorType: 'OTP' }) as never }
    await expect(answer('factors:listToEnroll', wrong, undefined, log)).resolves.toMatchObject({
      error: { code: 'unexpected' }
    })
  })
})

describe('the gate', () => {
  it.each<[string, Sender]>([
    ['another window', { ...ownFrame, sender: { id: 1 } }],
    ['a frame in our page', { ...ownFrame, senderFrame: { url: 'app://bundle/index.html', parent: {} } }],
    ['a frame that is gone', { ...ownFrame, senderFrame: null }],
    ['another page in our window', { ...ownFrame, senderFrame: { url: 'https://evil.example/', parent: null } }],
    ['an origin that begins like ours', { ...ownFrame, senderFrame: { url: 'app://bundle.evil/', parent: null } }],
    ['a page that is not in force', { ...ownFrame, processId: 6 }],
    ['an address that is none', { ...ownFrame, senderFrame: { url: '', parent: null } }]
  ])('does not hear %s', (_name, sender) => {
    expect(isTrusted(sender, page)).toBe(false)
  })

  it('hears its own page', () => {
    expect(isTrusted(ownFrame, page)).toBe(true)
  })

  const listeners = new Map<string, (event: Sender, input: unknown) => Promise<unknown>>()
  serve({ handle: (channel, listener) => listeners.set(channel, listener) }, () => idleHandlers, page, log)

  it('guards every channel of the contract', async () => {
    expect([...listeners.keys()].sort()).toEqual(Object.keys(contract).sort())
    for (const listener of listeners.values()) {
      const forged = { ...ownFrame, senderFrame: { url: 'https://evil.example/', parent: null } }
      expect(await listener(forged, undefined)).toMatchObject({ ok: false, error: { code: 'notAllowed' } })
    }
  })

  it('logs a message that it does not hear with its channel', async () => {
    const logged: unknown[][] = []
    const heard = new Map<string, (event: Sender, input: unknown) => Promise<unknown>>()
    const ipc = { handle: heard.set.bind(heard) }
    serve(
      ipc,
      () => idleHandlers,
      page,
      (...line) => logged.push(line)
    )
    await heard.get('removal:read')?.({ ...ownFrame, senderFrame: null }, undefined)
    expect(logged).toEqual([['sender-refused', { channel: 'removal:read' }]])
  })

  it('passes on what no lock refuses, to the handlers in force at that moment', async () => {
    const heard = new Map<string, (event: Sender, input: unknown) => Promise<unknown>>()
    let handlers = idleHandlers
    serve({ handle: heard.set.bind(heard) }, () => handlers, page, log)
    handlers = { ...idleHandlers, 'factors:listToEnroll': () => [] }
    expect(await heard.get('factors:listToEnroll')?.(ownFrame, undefined)).toEqual({ ok: true, data: [] })
  })

  it('lets nothing pass that the lock refuses, whatever the message contains', async () => {
    const closed = new Map<string, (event: Sender, input: unknown) => Promise<unknown>>()
    const refuses = (channel: Channel) => channel !== 'diagnostics:copyFailure'
    serve({ handle: (channel, listener) => closed.set(channel, listener) }, () => idleHandlers, page, log, refuses)
    for (const [channel, listener] of closed) {
      const code = channel === 'diagnostics:copyFailure' ? 'invalidInput' : 'locked'
      expect(await listener(ownFrame, { junk: true })).toMatchObject({ ok: false, error: { code } })
    }
  })

  it('answers any junk as data, on every channel', async () => {
    const channels = fc.constantFrom(...(Object.keys(contract) as Channel[]))
    await fc.assert(
      fc.asyncProperty(
        channels,
        fc.anything({ withBigInt: true, withDate: true, withMap: true }),
        async (channel, junk) => {
          expect(await listeners.get(channel)?.(ownFrame, junk)).toHaveProperty('ok')
        }
      ),
      { numRuns: 2_000 }
    )
  })
})

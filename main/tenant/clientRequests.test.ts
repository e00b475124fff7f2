import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../ground/errors'
import { createClient } from './client'
import type { FetchInit } from './fetch'
import { command, operation } from './endpoint'

afterEach(() => vi.restoreAllMocks())

const host = 'https://id.fernhill.example'
const reading = operation('/api/v3/list', z.string())
const changing = command('/api/v3/change', z.string())

type Answer = Error | { status?: number; headers?: Record<string, string>; body: object }
const well: Answer = { body: { statusCode: 200, requestId: 'r-1', data: 'done' } }
const notLoggedIn: Answer = { body: { statusCode: 401, message: 'no', requestId: 'r-2' } }

/** Returns a client of a tenant that gives these answers in turn, and the last one from then on. */
function clientOf(...answers: [Answer, ...Answer[]]) {
  const sent: { url: string; init: FetchInit }[] = []
  const pause = vi.fn<(ms: number) => Promise<void>>(() => Promise.resolve())
  const renewed: string[] = []
  const client = createClient({
    tenant: { host, appId: 'app', issuer: `${host}/oidc` },
    fetch: (url, init = {}) => {
      sent.push({ url, init })
      const answer = answers[Math.min(sent.length, answers.length) - 1] ?? well
      if (answer instanceof Error) return Promise.reject(answer)
      const { body, ...rest } = answer
      return Promise.resolve(new Response(JSON.stringify(body), rest))
    },
    tokens: {
      current: () => Promise.resolve('first'),
      replace: (refused) => {
        renewed.push(refused)
        return Promise.resolve('second')
      }
    },
    language: () => 'zh-CN',
    wait: pause
  })
  const bearers = () => sent.map(({ init: { headers } }) => new Headers(headers).get('authorization'))
  return { client, sent, pause, renewed, bearers }
}

describe('a request that reads', () => {
  it('has the token, the application and the language of the person, and no content', async () => {
    const { client, sent } = clientOf(well)
    expect(await client.call(reading)).toBe('done')
    expect(sent).toEqual([
      {
        url: `${host}/api/v3/list`,
        init: {
          method: 'GET',
          headers: {
            accept: 'application/json',
            authorization: 'Bearer first',
            'x-authing-app-id': 'app',
            'x-genauth-app-id': 'app',
            'x-authing-lang': 'zh-CN'
          }
        }
      }
    ])
  })

  it.each(['unreachable', 'proxyUnreachable', 'serverFault'] as const)(
    'is sent three times if it fails as %s, after pauses that grow',
    async (code) => {
      for (const [random, expected] of [
        [0, [150, 300]],
        [0.5, [300, 600]]
      ] as const) {
        vi.spyOn(Math, 'random').mockReturnValue(random)
        const failed = new AppError(code)
        const { client, sent, pause } = clientOf(failed)
        await expect(client.call(reading)).rejects.toBe(failed)
        expect([sent.length, pause.mock.calls.flat()]).toEqual([3, expected])
      }
    }
  )

  it.each([new AppError('offline'), new AppError('timedOut'), new TypeError('bug')])(
    'is sent once if it fails for good: %s',
    async (failed) => {
      const { client, sent } = clientOf(failed)
      await expect(client.call(reading)).rejects.toBe(failed)
      expect(sent).toHaveLength(1)
    }
  )

  it('that nobody waits for any more is not sent again', async () => {
    const leaving = new AbortController()
    const failed = new AppError('unreachable')
    const { client, sent, pause } = clientOf(failed)
    pause.mockImplementation(() => {
      leaving.abort(new Error('left'))
      return Promise.resolve()
    })
    await expect(client.call(reading, leaving.signal)).rejects.toThrow('left')
    expect(sent.map(({ init }) => init.signal)).toEqual([leaving.signal])
  })

  it('fails with the status, the id and the reason of an answer that it cannot use', async () => {
    const { client } = clientOf({ status: 201, body: { statusCode: 200, requestId: 'r-1', data: 7 } })
    const failure: unknown = await client.call(reading).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'unexpectedAnswer', facts: { status: 201, requestId: 'r-1' } })
    expect(failure).toHaveProperty('cause', expect.any(z.ZodError))
  })
})

describe('a request that changes something', () => {
  it('is sent as JSON', async () => {
    const { client, sent } = clientOf(well)
    expect(await client.send(changing, { passCode: '123456' })).toBe('done')
    expect(sent).toMatchObject([{ init: { method: 'POST', headers: { 'content-type': 'application/json' } } }])
    expect(await new Response(bodyOf(sent[0])).json()).toEqual({ passCode: '123456' })
  })

  it('is sent as a form if it is one, and a second time with the very same bytes', async () => {
    const form = new FormData()
    form.set('file', new Blob(['face']), 'face.jpg')
    const { client, sent, bearers } = clientOf(notLoggedIn, well)
    await client.send(changing, form)
    const types = sent.map(({ init: { headers } }) => new Headers(headers).get('content-type') ?? '')
    expect(types[0]).toMatch(/^multipart\/form-data; boundary=/)
    expect(types[1]).toBe(types[0])
    expect(bodyOf(sent[1])).toEqual(bodyOf(sent[0]))
    expect(new TextDecoder().decode(bodyOf(sent[0]))).toMatch(/name="file"; filename="face\.jpg"[^]*\r\nface\r\n/)
    expect(bearers()).toEqual(['Bearer first', 'Bearer second'])
  })

  it('is sent once, whatever became of it', async () => {
    const lost = new AppError('unreachable')
    const { client, sent, pause } = clientOf(lost)
    await expect(client.send(changing, {})).rejects.toBe(lost)
    expect(sent).toHaveLength(1)
    expect(pause).not.toHaveBeenCalled()
  })

  it('stops when its caller does', async () => {
    const { signal } = new AbortController()
    const { client, sent } = clientOf(well)
    await client.send(changing, {}, signal)
    expect(sent[0]?.init.signal).toBe(signal)
  })
})

describe('a token that is not accepted', () => {
  it('is replaced, and the request sent again', async () => {
    const { client, bearers, renewed } = clientOf(notLoggedIn, well)
    expect(await client.call(reading)).toBe('done')
    expect([bearers(), renewed]).toEqual([['Bearer first', 'Bearer second'], ['first']])
  })

  it('is not blamed for any other refusal', async () => {
    const { client, renewed } = clientOf({ body: { statusCode: 403, message: 'no' } })
    await expect(client.call(reading)).rejects.toMatchObject({ code: 'rejected', facts: { status: 403 } })
    expect(renewed).toEqual([])
  })

  it.each<[string, Answer, string]>([
    ['the same', notLoggedIn, 'rejected'],
    ['a limit', { status: 429, body: {} }, 'rateLimited']
  ])('makes a refusal of the second time one of a repetition: %s', async (_name, answer, code) => {
    const { client, sent } = clientOf(notLoggedIn, answer)
    const failure: unknown = await client.send(changing, {}).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code, facts: { repeated: true } })
    expect(sent).toHaveLength(2)
  })

  it('hides no fact of the second refusal, nor an error that is none of ours', async () => {
    const cause = new Error('cable')
    const { client } = clientOf(notLoggedIn, new AppError('timedOut', { requestId: 'r-3', cause }))
    await expect(client.send(changing, {})).rejects.toMatchObject({
      facts: { requestId: 'r-3', repeated: true },
      cause
    })
    const bug = new TypeError('bug')
    await expect(clientOf(notLoggedIn, bug).client.send(changing, {})).rejects.toBe(bug)
  })

  it('is kept where a tenant is only asked for something that it may not have', async () => {
    const { client, sent, renewed } = clientOf(notLoggedIn)
    await expect(client.ask(reading)).rejects.toMatchObject({ code: 'signedOut' })
    expect([sent.length, renewed]).toEqual([1, []])
    expect(await clientOf(well).client.ask(reading)).toBe('done')
  })
})

it('only rate limits make the next one longer', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(0)
  const limit: Answer = { status: 429, body: {} }
  const { client } = clientOf({ body: { statusCode: 403 } }, limit, limit, new TypeError('bug'), limit)
  const retryAt = async (): Promise<unknown> => {
    const failure: unknown = await client.call(reading).catch((error: unknown) => error)
    return failure instanceof AppError ? failure.facts.retryAt : failure
  }
  expect([await retryAt(), await retryAt(), await retryAt()]).toEqual([undefined, 10_000, 20_000])
  expect(await retryAt()).toBeInstanceOf(TypeError)
  expect(await retryAt()).toBe(40_000)
})

it('the error of this computer’s clock is that of the last answer with a date', async () => {
  vi.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 2, 12, 10, 0, 30))
  vi.spyOn(performance, 'now').mockReturnValue(0)
  const dated: Answer = { ...well, headers: { date: 'Thu, 12 Mar 2026 10:00:00 GMT' } }
  const { client } = clientOf(well, dated, well)
  expect(client.clockError()).toBeUndefined()
  await client.call(reading)
  expect(client.clockError()).toBeUndefined()
  await client.call(reading)
  await client.call(reading)
  expect(client.clockError()).toBe(29_500)
})

function bodyOf(request: { init: FetchInit } | undefined): Uint8Array<ArrayBuffer> {
  const body = request?.init.body
  return body instanceof Uint8Array ? new Uint8Array(body) : expect.unreachable('It has no bytes.')
}

import { z } from 'zod'
import { expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { barIn, barredBy, noticingBars } from './barredDevice'
import type { Client } from './client'
import { readEnvelope } from './envelope'

const never = z.never()
const until = Date.UTC(2026, 4, 15, 7)

it.each([
  [{ statusCode: 403, apiCode: 1578, message: 'x', data: { suspendEndTime: '2026-05-15T07:00:00.000Z' } }, until],
  [{ statusCode: 403, apiCode: '1578', data: { suspendEndTime: until } }, until],
  [{ statusCode: 403, apiCode: 1578, data: { suspendEndTime: until / 1_000 } }, until],
  [{ code: 1578, message: 'x' }, undefined],
  [{ statusCode: 1578, data: { suspendEndTime: 'soon' } }, undefined],
  [{ error: 'invalid_grant', apiCode: 1578, data: null }, undefined]
])('a suspension is read from %j', (body, end) => {
  expect(barredBy(body)).toMatchObject({ code: 'deviceSuspended', facts: { until: end } })
})

it('nothing else is taken for a bar', () => {
  for (const body of [null, 'x', 7, [], {}, { apiCode: 1576 }, { statusCode: 200 }, { error: 'invalid_grant' }]) {
    expect(barredBy(body)).toBeUndefined()
  }
  expect([barIn('1577: off'), barIn('err 1578'), barIn('15781'), barIn('')]).toEqual([
    'deviceDeactivated',
    'deviceSuspended',
    undefined,
    undefined
  ])
})

it.each([200, 401, 403, 500])('an answer of the API says that this device is barred, with HTTP status %i', (status) => {
  for (const [apiCode, code] of [
    [1577, 'deviceDeactivated'],
    [1578, 'deviceSuspended']
  ] as const) {
    const body = JSON.stringify({ statusCode: 401, apiCode, message: 'no', requestId: 'r' })
    expect(() => readEnvelope({ status, headers: new Headers(), body })).toThrow(
      expect.objectContaining({ code, facts: expect.objectContaining({ requestId: 'r' }) as unknown })
    )
  }
})

it('is told of each bar, whichever way the client was used, and of nothing else', async () => {
  const bar = new AppError('deviceSuspended')
  let error: Error = bar
  const fail = (): Promise<never> => Promise.reject(error)
  const told: AppError[] = []
  const client = noticingBars({ call: fail, ask: fail, send: fail, clockError: () => 5 } satisfies Client, (one) =>
    told.push(one)
  )
  const all = () => [
    client.call({ method: 'GET', path: '/api/v3/x', data: never }),
    client.ask({ method: 'GET', path: '/api/v3/x', data: never }),
    client.send({ method: 'POST', path: '/api/v3/x', data: never }, {})
  ]
  for (const one of all()) await expect(one).rejects.toBe(bar)
  expect(told).toEqual([bar, bar, bar])
  error = new AppError('signedOut')
  for (const one of all()) await expect(one).rejects.toBe(error)
  expect([told.length, client.clockError()]).toEqual([3, 5])
})

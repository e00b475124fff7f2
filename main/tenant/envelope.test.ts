import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../ground/errors'
import { readEnvelope } from './envelope'

const now = Date.parse('2026-03-12T10:00:00Z')

function read(
  body: string,
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}
) {
  return readEnvelope({ status, headers: new Headers(headers), body }, now)
}

function refusal(body: unknown, options?: Parameters<typeof read>[1]): AppError {
  try {
    read(typeof body === 'string' ? body : JSON.stringify(body), options)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  return expect.unreachable('it was accepted')
}

describe('the envelope', () => {
  it('gives the data and request id of a success', () => {
    expect(read('{"statusCode":200,"message":"ok","requestId":"r-1","data":[1]}')).toEqual({
      data: [1],
      requestId: 'r-1'
    })
  })

  it('takes a status that is written as text', () => {
    expect(read('{"statusCode":"200","data":[1]}')).toEqual({ data: [1] })
  })

  it('accepts a success at HTTP 201 too, as frameworks answer a POST', () => {
    expect(read('{"statusCode":200,"data":[1]}', { status: 201 })).toEqual({ data: [1] })
  })

  it.each([
    [{ statusCode: 401, message: 'no' }, 'signedOut'],
    [{ statusCode: 499, apiCode: 2020 }, 'signedOut'],
    [{ statusCode: 499, apiCode: '2020' }, 'signedOut'],
    [{ statusCode: 403, apiCode: 2333 }, 'rejected'],
    [{ statusCode: 429 }, 'rateLimited'],
    [{ statusCode: 503 }, 'serverFault'],
    [{ statusCode: 601 }, 'rejected'],
    [{ message: 'no status at all' }, 'unexpectedAnswer'],
    [{ statusCode: '403' }, 'rejected'],
    [{ statusCode: '429' }, 'rateLimited'],
    [{ statusCode: 'ok', code: 200, data: [] }, 'unexpectedAnswer'],
    [{ statusCode: '0200', data: [] }, 'unexpectedAnswer'],
    [{ statusCode: '200 OK', data: [] }, 'unexpectedAnswer'],
    [{ statusCode: '2000000000', data: [] }, 'unexpectedAnswer'],
    [{ statusCode: 500 }, 'serverFault'],
    [{ statusCode: 599 }, 'serverFault'],
    [{ statusCode: 600 }, 'rejected'],
    [[], 'unexpectedAnswer'],
    [null, 'unexpectedAnswer'],
    ['<html>Sign in to the network</html>', 'unexpectedAnswer'],
    ['{"statusCode":200,"data":[{"fac', 'unexpectedAnswer'],
    ['', 'unexpectedAnswer']
  ])('is the truth even at HTTP 200: %j means %s', (body, code) => {
    expect(refusal(body).code).toBe(code)
  })

  it('of V2 gives the data and request id of a success', () => {
    const answer = { code: 200, message: 'ok', data: { key: 'photos/1.jpg' }, uniqueId: 'u-1' }
    expect(read(JSON.stringify(answer))).toEqual({ data: { key: 'photos/1.jpg' }, requestId: 'u-1' })
    expect(read('{"code":"200","data":[1]}', { status: 201 })).toEqual({ data: [1] })
  })

  it.each([
    [{ code: 401, message: 'no' }, 'signedOut'],
    [{ code: 2020, message: 'no', data: null }, 'signedOut'],
    [{ code: 499, apiCode: '2020' }, 'signedOut'],
    [{ code: 403, apiCode: '1700' }, 'rejected'],
    [{ code: 1700, message: 'no photo' }, 'rejected'],
    [{ code: 429 }, 'rateLimited'],
    [{ code: 500 }, 'serverFault'],
    [{ statusCode: 403, code: 200 }, 'rejected'],
    [{ statusCode: null, code: 403 }, 'rejected'],
    [{ code: 'ok', data: [] }, 'unexpectedAnswer'],
    [{ code: null, data: [] }, 'unexpectedAnswer'],
    [{ code: 200.5, data: [] }, 'unexpectedAnswer']
  ])('of V2 is the truth as well: %j means %s', (body, code) => {
    expect(refusal(body).code).toBe(code)
  })

  it('of V2 keeps its business code, as a number or text, in either place', () => {
    for (const body of [{ code: 499, apiCode: '1702' }, { code: 499, apiCode: 1702 }, { code: 1702 }]) {
      expect(refusal(body).facts.apiCode).toBe(1702)
    }
  })

  it('of V2 takes a code from 1000 on for a business code', () => {
    expect(refusal({ code: 999 }).facts).toMatchObject({ status: 999, apiCode: undefined })
    expect(refusal({ code: 1000 }).facts).toMatchObject({ status: 1000, apiCode: 1000 })
  })

  it.each([
    [401, 'signedOut'],
    [429, 'rateLimited'],
    [500, 'serverFault']
  ])('is not needed to know what HTTP %i means', (status, code) => {
    for (const body of ['<h1>No</h1>', { statusCode: 200, data: [] }]) {
      expect(refusal(body, { status })).toMatchObject({ code, facts: { status } })
    }
  })

  it('trusts no success at another HTTP status', () => {
    expect(refusal({ statusCode: 200, data: [] }, { status: 404 }).code).toBe('rejected')
    for (const status of [199, 300, 404]) {
      expect(refusal({ statusCode: 200, data: [] }, { status })).toMatchObject({ code: 'rejected', facts: { status } })
    }
    expect(refusal('<h1>Bad gateway</h1>', { status: 502 })).toMatchObject({
      code: 'serverFault',
      facts: { status: 502 }
    })
  })

  it('keeps the server’s words and request id, cleaned', () => {
    const { facts } = refusal({ statusCode: 403, message: 'over\u202etxt\n\u0000here', requestId: 'id\u200b-7' })
    expect(facts).toMatchObject({ detail: 'overtxt here', requestId: 'id-7', status: 403 })
  })

  it.each([
    ['7', {}, 7_000],
    [' 42 ', {}, 42_000],
    ['0', {}, 1_000],
    ['99999', {}, 300_000],
    ['Thu, 12 Mar 2026 10:00:30 GMT', {}, 30_000],
    ['12 Mar 2026 10:00:30 GMT', {}, 30_000],
    ['Thu, 12 Mar 2026 10:00:30 +0000', {}, 30_000],
    // The server's clock is an hour ahead, so this is half a minute by its own clock.
    ['Thu, 12 Mar 2026 11:00:30 GMT', { date: 'Thu, 12 Mar 2026 11:00:00 GMT' }, 30_000],
    ['Thu, 12 Mar 2020 10:00:30 GMT', {}, 1_000],
    ['soon', {}, 10_000]
  ])('reads Retry-After %j', (value, headers, wait) => {
    const { facts } = refusal({ statusCode: 429 }, { status: 429, headers: { 'retry-after': value, ...headers } })
    expect(facts.retryAt).toBe(now + wait)
  })

  it.each([
    [0, 10_000],
    [1, 20_000],
    [3, 80_000],
    [9, 300_000]
  ])('of a rate limit that names no time, after %i others, asks to wait %i ms', (before, wait) => {
    const limit = { status: 200, headers: new Headers(), body: '{"statusCode":429}' }
    const expected: unknown = expect.objectContaining({ facts: { status: 429, retryAt: now + wait } })
    expect(() => readEnvelope(limit, now, before)).toThrow(expected)
  })

  it('answers any JSON with data or one of our errors, and pollutes nothing', () => {
    const body = fc.oneof(
      fc.json(),
      fc
        .record(
          { statusCode: fc.anything(), code: fc.anything(), apiCode: fc.anything(), data: fc.anything() },
          { requiredKeys: ['data'] }
        )
        .map((value) => JSON.stringify(value)),
      fc.constant('{"statusCode":200,"data":{"__proto__":{"polluted":true}}}')
    )
    fc.assert(
      fc.property(body, fc.constantFrom(200, 400, 401, 429, 500), (text, status) => {
        let outcome: unknown
        try {
          outcome = read(text, { status })
        } catch (error) {
          outcome = error
        }
        const succeeded = !(outcome instanceof Error)
        expect(succeeded || outcome instanceof AppError).toBe(true)
        if (succeeded) expect(text).toMatch(/"(?:statusCode|code)":"?200\b/)
        expect({}).not.toHaveProperty('polluted')
      }),
      { numRuns: 2_000 }
    )
  })
})

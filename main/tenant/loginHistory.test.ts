import { describe, expect, it } from 'vitest'
import { getLoginHistory } from './loginHistory'

const read = (data: unknown) => getLoginHistory({ page: 1, limit: 50 }).data.parse(data)
const row = { loginAt: '2026-11-28T12:00:00.000Z', success: true }
const at = Date.parse(row.loginAt)

describe('a page of sign-ins', () => {
  it('is asked for by every parameter that is given, and by no other', () => {
    const { method, path } = getLoginHistory({
      page: 2,
      limit: 50,
      start: 1,
      end: 9,
      success: false,
      appId: 'a b',
      clientIp: '::1'
    })
    expect(`${method} ${path}`).toBe(
      'GET /api/v3/get-my-login-history?page=2&limit=50&start=1&end=9&success=false&appId=a+b&clientIp=%3A%3A1'
    )
    expect(getLoginHistory({ page: 1, limit: 50 }).path).not.toContain('start')
  })

  it('is read with all that a row says', () => {
    const whole = {
      ...row,
      appId: 'a',
      appName: 'Rota',
      loginMethod: 'PASSWORD',
      errorMessage: 'Wrong\u0000 code',
      clientIp: '203.0.113.24',
      userAgent: 'Mozilla/5.0',
      parsedUserAgent: { browser: 'Firefox', os: 'Linux' },
      geoip: { country_name: 'Spain', country_code2: 'ES', city_name: 'Madrid', timezone: 'Europe/Madrid' }
    }
    expect(read({ totalCount: 7, list: [whole] })).toEqual({
      total: 7,
      length: 1,
      rows: [
        {
          at,
          success: true,
          appId: 'a',
          app: 'Rota',
          method: 'PASSWORD',
          error: 'Wrong code',
          address: '203.0.113.24',
          browser: 'Firefox',
          system: 'Linux',
          countryCode: 'ES',
          country: 'Spain',
          city: 'Madrid',
          timeZone: 'Europe/Madrid',
          userAgent: 'Mozilla/5.0'
        }
      ]
    })
  })

  it.each([
    ['names null', { appName: null, parsedUserAgent: null, geoip: null }],
    ['names of the wrong type', { appName: 7, parsedUserAgent: 'x', geoip: [] }],
    ['empty names', { appName: '', parsedUserAgent: { os: '' }, geoip: { country_code2: 'spain' } }]
  ])('leaves out %s', (_name, facts) => {
    expect(read({ list: [{ ...row, ...facts }] }).rows).toEqual([{ at, success: true }])
  })

  it('takes a time in ms, a result as text, and the browser by the name that the vendor’s SDK has for it', () => {
    const odd = { loginAt: at, success: 'false', parsedUserAgent: { name: 'Edge' } }
    expect(read({ list: [odd] }).rows).toEqual([{ at, success: false, browser: 'Edge' }])
  })

  it.each([
    ['s', at / 1_000],
    ['ms as text', String(at)],
    ['s as text', String(at / 1_000)]
  ])('takes a time in %s', (_name, loginAt) => {
    expect(read({ list: [{ ...row, loginAt }] }).rows).toEqual([{ at, success: true }])
  })

  it('counts a row that has no time or no result, and reads the others', () => {
    expect(read({ totalCount: 'many', list: [row, { ...row, loginAt: 'soon' }, { loginAt: row.loginAt }, 5] })).toEqual(
      {
        total: undefined,
        length: 4,
        rows: [{ at, success: true }]
      }
    )
  })

  it('is empty if the list is null', () => {
    expect(read({ totalCount: 0, list: null })).toEqual({ total: 0, length: 0, rows: [] })
  })
})

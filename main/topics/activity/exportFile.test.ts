import { describe, expect, it } from 'vitest'
import type { ActivityFilter, ActivityFormat, SignIn } from '../../../contract/activity'
import { piecesOf } from './exportFile'

const at = Date.parse('2026-11-28T12:00:00.000Z')
const signIn = (facts: Partial<SignIn> = {}): SignIn => ({ at, success: true, ...facts })

const textOf = (format: ActivityFormat, rows: SignIn[], filter: ActivityFilter = {}): string =>
  Array.from(piecesOf(format, { rows, filter, timeZone: 'Europe/Madrid', exportedAt: new Date(at) })).join('')

describe('a CSV file', () => {
  it('begins with a byte order mark, and says what it holds', () => {
    const text = textOf('csv', [signIn()], { result: 'refused', since: at })
    expect(text.startsWith('\ufeff')).toBe(true)
    expect(text.slice(1).split('\r\n').slice(0, 7)).toEqual([
      'Exported,2026-11-28T12:00:00.000Z',
      'Time zone of the computer,Europe/Madrid',
      'Filter: result,refused',
      'Filter: since,2026-11-28T12:00:00.000Z',
      'Rows,1',
      '',
      'at,success,app,method,error,address,country,city,browser,system,userAgent'
    ])
    expect(text.split('\ufeff')).toHaveLength(2)
  })

  it('quotes what would break a row, and leaves empty what is unknown', () => {
    const text = textOf('csv', [signIn({ app: 'Rota, "north"', success: false, city: '马德里' })])
    expect(text).toContain('2026-11-28T12:00:00.000Z,false,"Rota, ""north""",,,,,马德里,,,\r\n')
  })

  it('has the id of an app and the code of a country where the tenant gives no name', () => {
    const nameless = textOf('csv', [signIn({ appId: '5f6265c6', countryCode: 'FR' })])
    expect(nameless).toContain('2026-11-28T12:00:00.000Z,true,5f6265c6,,,,FR,,,,\r\n')
    const named = textOf('csv', [signIn({ appId: '5f6265c6', app: 'Rota', countryCode: 'FR', country: 'France' })])
    expect(named).toContain('2026-11-28T12:00:00.000Z,true,Rota,,,,France,,,,\r\n')
  })

  it.each(['=', '+', '-', '@', '\t', '\r'])('lets no spreadsheet run a text that begins with %j', (first) => {
    const text = textOf('csv', [signIn({ app: `${first}cmd|x` })])
    expect(text).toContain(`'${first}cmd|x`)
  })
})

describe('a JSON file', () => {
  it('says what it holds, and has every row', () => {
    const rows = Array.from({ length: 1_203 }, (_, index) => signIn({ at: at - index, app: `app ${index}` }))
    expect(JSON.parse(textOf('json', rows, { appId: 'a', address: '::1' }))).toEqual({
      exportedAt: '2026-11-28T12:00:00.000Z',
      timeZone: 'Europe/Madrid',
      filter: { appId: 'a', address: '::1' },
      rows: 1_203,
      signIns: rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }))
    })
  })

  it('is whole without any row', () => {
    expect(JSON.parse(textOf('json', []))).toMatchObject({ rows: 0, signIns: [] })
  })
})

it.each(['csv', 'json'] as const)('says in %s that rows are left out which nobody could read', (format) => {
  const exported = { rows: [signIn()], filter: {}, timeZone: 'UTC', exportedAt: new Date(at) }
  const text = (unreadable: boolean): string => Array.from(piecesOf(format, { ...exported, unreadable })).join('')
  expect(text(true)).toContain('Rows without a readable time or result')
  expect(text(false)).not.toContain('readable')
  if (format === 'json') expect(JSON.parse(text(true))).toMatchObject({ rows: 1, signIns: [{}] })
})

it('is written in pieces', () => {
  const rows = Array.from({ length: 2_000 }, () => signIn())
  const exported = { rows, filter: {}, timeZone: 'UTC', exportedAt: new Date(at) }
  expect(Array.from(piecesOf('csv', exported))).toHaveLength(5)
})

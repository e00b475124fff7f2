import { describe, expect, it } from 'vitest'
import { textOf } from '../ground/text'
import { seal } from '../vault/sealedFile'
import {
  type AccountState,
  changesSince,
  emptyLedger,
  type Ledger,
  ledger,
  type OwnAct,
  record,
  withAct,
  withoutAct
} from './ledger'
import { mostChanges } from './keptChanges'

const day = 24 * 3_600_000
const start = 1_780_000_000_000
const phone = { shown: '+34 ••• •• •• 47', key: 'p1' }
const sms = { type: 'SMS', shown: '+34 ••• •• •• 47' }

const first: AccountState = {
  factors: { f1: { type: 'OTP' }, f2: sms },
  email: { shown: 'a•••o@fernhill.example', key: 'e1' },
  phone,
  passwordSet: true,
  passwordAt: start - day,
  devices: { d1: { browser: 'Firefox', system: 'macOS' } },
  seen: ['ES', 'macOS', 'Firefox']
}
const begun = record(emptyLedger, first, start, start).ledger
const look = (state: AccountState, known: Ledger = begun, at = start + day) => record(known, state, at, at)
const found = (change: AccountState, known?: Ledger) => look(change, known).found

describe('the first state', () => {
  it('is kept, and nothing in it is a change', () => {
    expect(record(emptyLedger, first, start, start)).toEqual({
      found: [],
      ledger: { since: start, state: first, changes: [], acts: [] }
    })
  })

  it('that differs in nothing is kept as it is', () => {
    expect(look(first).ledger).toBe(begun)
    expect(look({}).ledger).toBe(begun)
  })

  it('of a part that was never told before is no change', () => {
    const { ledger: known } = record(emptyLedger, { phone }, start, start)
    expect(found(first, known)).toEqual([])
  })
})

describe('a difference', () => {
  it.each<[string, AccountState, object]>([
    [
      'a method that was added',
      { factors: { f1: { type: 'OTP' }, f2: sms, f3: { type: 'FACE' } } },
      { kind: 'factorAdded', subject: 'FACE', key: 'f3' }
    ],
    [
      'a method that was removed',
      { factors: { f1: { type: 'OTP' } } },
      { kind: 'factorRemoved', subject: 'SMS', key: 'f2', before: sms.shown }
    ],
    ['a number that was removed', { phone: null }, { kind: 'phoneChanged', before: phone.shown }],
    [
      'a number with the same mask',
      { phone: { ...phone, key: 'p2' } },
      { kind: 'phoneChanged', before: phone.shown, after: phone.shown }
    ],
    [
      'an address',
      { email: { shown: 'x•••y@evil.example', key: 'e2' } },
      { kind: 'emailChanged', before: 'a•••o@fernhill.example', after: 'x•••y@evil.example' }
    ],
    ['a password', { passwordAt: start }, { kind: 'passwordChanged', beforeAt: start - day, afterAt: start }],
    ['a password that is gone', { passwordSet: false }, { kind: 'passwordRemoved' }],
    [
      'a device',
      { devices: { d1: { browser: 'Firefox', system: 'macOS' }, d2: { name: 'iPhone' } } },
      { kind: 'deviceAdded', device: { name: 'iPhone' }, key: 'd2' }
    ],
    [
      'a device that is gone',
      { devices: {} },
      { kind: 'deviceGone', device: { browser: 'Firefox', system: 'macOS' }, key: 'd1' }
    ],
    ['a country', { seen: ['ES', 'macOS', 'Firefox', 'BR'] }, { kind: 'seen', subject: 'BR' }]
  ])('is %s, with before and after', (_, change, expected) => {
    expect(found(change)).toEqual([{ at: start + day, ...expected }])
  })

  it('is told since any moment, the newest first', () => {
    const later = look({ phone }, look({ phone: null }).ledger, start + 2 * day).ledger
    expect(changesSince(later, start).map(({ at }) => at)).toEqual([start + 2 * day, start + day])
    expect(changesSince(later, start + day).map(({ before, after }) => [before, after])).toEqual([
      [undefined, phone.shown]
    ])
    expect(changesSince(later, start + 2 * day)).toEqual([])
  })
})

describe('the answer that showed a change', () => {
  it('is kept with it, and asked for with what differs', () => {
    const answerOf = ({ kind }: { kind: string }) => ({ readAt: start + 5, requestId: `of ${kind}` })
    const { ledger: known } = record(begun, { phone: null }, start + day, start + day, answerOf)
    expect(ledger.parse(known).changes).toMatchObject([{ readAt: start + 5, requestId: 'of phoneChanged' }])
  })

  it('is not known in a file of before, which is read all the same', () => {
    const older: unknown = JSON.parse(JSON.stringify(look({ phone: null }).ledger))
    expect(ledger.parse(older).changes).toEqual([{ at: start + day, kind: 'phoneChanged', before: phone.shown }])
  })
})

describe('what this app did', () => {
  it.each<[string, Parameters<typeof withAct>[1], AccountState]>([
    ['a factor', { about: 'factor', at: start + day }, { factors: { f2: sms } }],
    ['the number', { about: 'phone', at: start + day }, { phone: null }],
    ['the address', { about: 'email', at: start + day }, { email: null }],
    ['the password', { about: 'password', at: start + day }, { passwordAt: start + day }],
    ['a device', { about: 'device', key: 'd1', at: start + day }, { devices: {} }]
  ])('to %s is told as its own, once', (_, act, change) => {
    const known = withAct(begun, act)
    const once = look(change, known)
    expect(once.found).toMatchObject([{ own: true }])
    expect(look(first, once.ledger).found[0]).not.toHaveProperty('own')
  })

  it('to one device explains no other', () => {
    const known = withAct(begun, { about: 'device', key: 'other', at: start + day })
    expect(found({ devices: {} }, known)[0]).not.toHaveProperty('own')
  })

  it('to sign in is told as its own, as the device that is this app or its browser', () => {
    const devices = { ...first.devices, d2: { browser: 'Chrome', own: true as const } }
    expect(found({ devices })).toEqual([
      { at: start + day, kind: 'deviceAdded', device: { browser: 'Chrome' }, key: 'd2', own: true }
    ])
  })

  it.each<[string, OwnAct, AccountState]>([
    [
      'the end of a number',
      { about: 'phone', kind: 'removed', at: start + day },
      { phone: { shown: '+1', key: 'p9' } }
    ],
    [
      'the end of a method',
      { about: 'factor', kind: 'removed', key: 'f1', at: start + day },
      { factors: { f1: { type: 'OTP' } } }
    ],
    [
      'a new method',
      { about: 'factor', kind: 'added', subject: 'OTP', at: start + day },
      { factors: { ...first.factors, f3: { type: 'SMS' } } }
    ]
  ])('%s explains nothing that somebody else does meanwhile', (_, act, change) => {
    expect(look(change, withAct(begun, act)).found[0]).not.toHaveProperty('own')
  })

  it('explains nothing once it was refused, or a minute after it never arrived', () => {
    const act = { about: 'phone', at: start + day } as const
    expect(found({ phone: null }, withoutAct(withAct(begun, act), act))[0]).not.toHaveProperty('own')
    const passed = look(first, withAct(begun, act), start + day + 60_000).ledger
    expect(found({ phone: null }, passed)[0]).not.toHaveProperty('own')
  })
})

it('two years of daily changes stay below 2 MB, and nothing older is kept', () => {
  let known = begun
  const long = 'x'.repeat(60)
  const answerOf = () => ({ readAt: start, requestId: 'x'.repeat(100) })
  const days = 3 * 365
  for (let n = 0; n < days; n++) {
    const at = start + n * day
    const ids = Array.from({ length: 5 }, (_, i) => [`${n}.${i}`, { name: `${long} ${n}.${i}` }] as const)
    known = record(known, { devices: Object.fromEntries(ids), passwordAt: at }, at, at, answerOf).ledger
  }
  expect(known.changes.length).toBeGreaterThan(3_000)
  expect(known.changes.length).toBeLessThanOrEqual(mostChanges)
  expect(Math.min(...known.changes.map(({ at }) => at))).toBeGreaterThan(start + (days - 1) * day - 2 * 365 * day)
  const file = JSON.stringify(seal(Buffer.alloc(32), 'x', JSON.stringify(ledger.parse(known))))
  expect(Buffer.byteLength(file)).toBeLessThan(2_000_000)
})

it('a flood of devices with the longest names stays below 2 MB, and drops no other change', () => {
  let known = look({ passwordAt: start }).ledger
  const long = textOf(120).parse('\ud800\u4e00'.repeat(120))
  for (let n = 0; n < 6; n++) {
    const at = start + (n + 2) * day
    const ids = Array.from({ length: 1_000 }, (_, i) => [`${n}.${i}`, { name: long, system: long }] as const)
    known = record(known, { devices: Object.fromEntries(ids) }, at, at).ledger
  }
  expect(known.changes.map(({ kind }) => kind)).toContain('passwordChanged')
  const file = JSON.stringify(seal(Buffer.alloc(32), 'x', JSON.stringify(ledger.parse(known))))
  expect(Buffer.byteLength(file)).toBeLessThan(2_000_000)
})

import { describe, expect, it } from 'vitest'
import { answer, settle, withEnded } from './alertAnswers'
import { type AlertBook, alertBook, emptyBook, visited, waitingIn } from './alertBook'
import type { Burst, Finding } from './findings'
import { combinationOf } from './habits'
import { raise, raiseChanges, raiseFactors, raiseLost } from './raising'

const minute = 60_000
const now = 1_780_000_000_000
const when = { now, began: now - minute }
const device: Finding = { rule: 'newDevice', subject: 'd', at: now, device: { key: 'd', own: false } }
const burst = (change: Partial<Burst> = {}): Finding => {
  const found = { count: 12, since: now - minute, until: now, addresses: 1, countries: 1, ...change }
  return { rule: 'failedBurst', subject: 'burst', at: found.since, burst: found }
}
const raised = (findings: Finding[], book: AlertBook = emptyBook) => raise(book, findings, when)
const first = (book: AlertBook) => book.alerts[0]

describe('an alert', () => {
  it('is raised once for one subject, and written so that it can be read back', () => {
    const once = raised([device, device])
    expect(once.raised).toHaveLength(1)
    expect(raised([device], once.book)).toEqual({ book: once.book, raised: [] })
    expect(alertBook.parse(JSON.parse(JSON.stringify(once.book)))).toEqual(once.book)
  })

  it('of the longest and oddest words can be read back', () => {
    const odd = { country: '\ud800'.repeat(120), system: '"'.repeat(120), browser: '\u0001'.repeat(120) }
    const signIn = { ...odd, at: now, success: true }
    const { book } = raised([{ rule: 'newPlace', subject: combinationOf(signIn), at: now, signIn }])
    expect(alertBook.safeParse(JSON.parse(JSON.stringify(book))).success).toBe(true)
  })

  it('happened while nobody was looking if that was before this run', () => {
    expect(raised([{ ...device, at: now - 2 * minute }]).raised).toMatchObject([{ away: true }])
    expect(raised([device]).raised[0]).not.toHaveProperty('away')
  })

  it('of a burst grows with it, and is over an hour after the last attempt', () => {
    const { book } = raised([burst()])
    const grown = raise(book, [burst({ count: 30, until: now + 5 * minute })], when)
    expect([grown.raised, grown.book.alerts.length]).toEqual([[], 1])
    expect(first(grown.book)).toMatchObject({ state: 'goingOn', burst: { count: 30, since: now - minute } })
    expect(first(settle(grown.book, new Set(), now + 65 * minute))).toMatchObject({ state: 'goingOn' })
    expect(first(settle(grown.book, new Set(), now + 66 * minute))).toMatchObject({ state: 'over' })
  })

  it('about a sign-in becomes the one about its device, and the other way round nothing is raised', () => {
    const signIn = { at: now, success: true, country: 'BR', system: 'Windows', browser: 'Edge' }
    const place: Finding = { rule: 'newPlace', subject: combinationOf(signIn), at: now, signIn }
    const listed: Finding = { ...device, device: { key: 'd', browser: 'Edge', own: false }, signIn }
    const before = raised([place])
    const after = raised([listed], before.book)
    expect([after.raised, after.book.alerts.length]).toEqual([[], 1])
    expect(first(after.book)).toMatchObject({
      id: first(before.book)?.id,
      rule: 'newDevice',
      subject: 'd',
      device: { browser: 'Edge' },
      signIn: { country: 'BR' }
    })
    expect(raised([place], after.book)).toEqual({ book: after.book, raised: [] })
    expect(raised([listed], after.book)).toEqual({ book: after.book, raised: [] })
    const own = answer(after.book, first(after.book)?.id ?? '', 'me', now)
    expect([Object.keys(own.habits.devices ?? {}), Object.keys(own.habits.taught)]).toEqual([['d'], [place.subject]])
    expect(raised([{ ...listed, signIn: { ...signIn, at: now - 1 } }], before.book).raised).toHaveLength(1)
    expect(raised([{ ...listed, signIn: { ...signIn, country: 'CL' } }], before.book).raised).toHaveLength(1)
    expect(raised([{ ...listed, subject: 'second' }], after.book).raised).toHaveLength(1)
    const answered = answer(before.book, first(before.book)?.id ?? '', 'notMe', now)
    expect(raised([listed], answered).raised).toHaveLength(1)
  })

  it('that was answered stands for what happened until then, and teaches only what was called own', () => {
    const { book } = raised([device])
    const id = first(book)?.id ?? ''
    const mine = answer(book, id, 'me', now + minute)
    expect([waitingIn(mine), mine.habits.devices]).toEqual([[], { d: { seenAt: now + minute } }])
    const theirs = answer(book, id, 'notMe', now + minute)
    expect(theirs.habits).toEqual(emptyBook.habits)
    expect(raised([device], theirs).raised).toEqual([])
    expect(raised([{ ...device, at: now + 2 * minute }], theirs).raised).toHaveLength(1)
    expect(answer(theirs, id, 'me', now)).toBe(theirs)
  })

  it('is undone when this app has ended the device or removed the factor, not when they go by themselves', () => {
    const { book } = raised([device])
    expect(first(withEnded(book, 'd', now))).toMatchObject({ state: 'undone' })
    expect(first(withEnded(book, 'other', now))).toMatchObject({ state: 'waiting' })
    const added = raiseFactors(emptyBook, [{ kind: 'added', factorType: 'SMS' }], when).book
    const listed = raiseChanges(added, [{ at: now, kind: 'factorAdded', subject: 'SMS', key: 'theirs' }], when)
    expect([listed.raised, listed.book.alerts.length]).toEqual([[], 1])
    expect(first(settle(listed.book, new Set(['theirs']), now))).toMatchObject({ state: 'undone' })
    expect(settle(listed.book, new Set(['mine of the same type']), now)).toBe(listed.book)
  })
})

it('a change is an alert unless this app made it, and what became usual is none', () => {
  const changes = [
    { at: now, kind: 'phoneChanged', before: 'x', after: 'y' },
    { at: now, kind: 'emailChanged', own: true },
    { at: now, kind: 'seen', subject: 'BR' },
    { at: now, kind: 'deviceAdded', subject: 'Chrome' }
  ] as const
  expect(raiseChanges(emptyBook, changes, when).raised).toMatchObject([{ rule: 'phoneChanged', was: 'x', is: 'y' }])
})

it('a method that only the ledger saw is an alert once, and so is each of two of one type', () => {
  const added = ['one', 'two'].map((key) => ({ at: now, kind: 'factorAdded', subject: 'OTP', key }) as const)
  const { book } = raiseFactors(emptyBook, [{ kind: 'added', factorType: 'OTP' }], when)
  const both = raiseChanges(book, added, when)
  expect(both.raised).toMatchObject([{ rule: 'factorAdded', factorType: 'OTP', key: 'two' }])
  expect(raiseChanges(both.book, added, when).raised).toEqual([])
  expect(alertBook.parse(JSON.parse(JSON.stringify(both.book)))).toEqual(both.book)
})

describe('a flood', () => {
  const devices = Array.from({ length: 1_000 }, (_, n): Finding => ({ ...device, subject: `d${n}` }))

  it('of devices or sign-ins pushes no other question out, and is not raised again at each look', () => {
    const { book } = raiseChanges(emptyBook, [{ at: now, kind: 'passwordChanged' }], when)
    const flooded = raise(book, devices, when)
    expect(flooded.raised.length).toBeLessThan(100)
    const places = Array.from({ length: 300 }, (_, n): Finding => {
      const signIn = { at: now, success: true, country: 'BR', system: 'x', browser: `${n}` }
      return { rule: 'newPlace', subject: combinationOf(signIn), at: now, signIn }
    })
    const twice = raise(flooded.book, places, when)
    expect(waitingIn(twice.book).map(({ rule }) => rule)).toContain('passwordChanged')
    expect(raise(twice.book, devices, when).raised).toEqual([])
    expect(raise(twice.book, places, when).raised).toEqual([])
  })

  it('of methods and of answers leaves the question before it', () => {
    const { book } = raised([device])
    const changes = Array.from({ length: 250 }, () => ({ kind: 'added', factorType: 'OTP' }) as const)
    const flooded = raiseFactors(book, changes, when).book
    expect(flooded.alerts).toHaveLength(200)
    expect(waitingIn(flooded).map(({ rule }) => rule)).toContain('newDevice')
  })
})

it('a lost part of the memory is an alert once', () => {
  const { book, raised: told } = raiseLost(emptyBook, 'ledger', now)
  expect([told.length, raiseLost(book, 'ledger', now).raised]).toEqual([1, []])
})

it('a visit begins when the one before is half an hour old', () => {
  const begun = visited(emptyBook, now)
  expect(visited(begun, now + 30 * minute).visit).toEqual({ since: now, seenAt: now + 30 * minute })
  expect(visited(visited(begun, now + 10 * minute), now + 60 * minute).visit?.since).toBe(now + 10 * minute)
})

import { expect, it } from 'vitest'
import { emptyBook } from '../../facts/alertBook'
import type { SeenDevice, SeenSignIn } from '../../facts/habits'
import { applyLook, startOfLook } from './applyLook'

const begin = Date.UTC(2026, 10, 30, 12)
const own = { signedInAt: undefined, ownApp: 'holdfast', ownSystem: 'Linux' }
const signIn = (seconds: number, facts: Partial<SeenSignIn> = {}): SeenSignIn => ({
  at: begin + seconds * 1_000,
  success: true,
  country: 'ES',
  system: 'Linux',
  browser: 'Firefox',
  ...facts
})
const nothingElse = { changes: [], foreign: [], lost: [], own, byTenant: (at: number) => at }
const stranger = { country: 'BR', system: 'Windows', browser: 'Edge' }

/** Returns the book after a look that brings these sign-ins. */
function look(
  before: typeof emptyBook,
  seconds: number,
  signIns: readonly SeenSignIn[],
  devices?: readonly SeenDevice[],
  ahead = 0
) {
  const now = begin + seconds * 1_000
  const answers = { state: {}, askedAt: now, signIns, ...(devices && { devices: { devices, complete: true } }) }
  return applyLook(before, { ...nothingElse, answers, when: { now, began: begin }, byTenant: (at) => at - ahead })
}

it('judges a sign-in that came between the two questions of a look, although a refusal after it was judged', () => {
  const { book } = look(emptyBook, 0, [signIn(-60)])
  // The question for what succeeded was answered before the stranger got in, the one for refusals after.
  const missed = look(book, 30, [signIn(-60), signIn(20, { ...stranger, success: false })])
  expect(missed.raised).toEqual([])
  const all = [signIn(-60), signIn(10, stranger), signIn(20, { ...stranger, success: false })]
  expect(startOfLook(missed.book, begin + 60_000).since).toBeLessThan(begin + 10_000)
  expect(look(missed.book, 60, all).raised).toMatchObject([{ rule: 'newPlace', at: begin + 10_000 }])
})

it('a sign-in that is listed late or in the moment of another one is judged, and each one once', () => {
  const { book } = look(emptyBook, 0, [signIn(-60)])
  const seen = look(book, 60, [signIn(30), signIn(-60)])
  const late = [signIn(30, stranger), signIn(20, { ...stranger, country: 'CL' })]
  const { book: after, raised } = look(seen.book, 90, [...late, signIn(30), signIn(-60)])
  expect(raised.map(({ signIn }) => signIn?.country).toSorted()).toEqual(['BR', 'CL'])
  const answered = { ...after, alerts: [] }
  expect(look(answered, 120, [...late, signIn(30), signIn(-60)]).raised).toEqual([])
})

it('a book without the sign-ins that were judged takes all up to its moment for judged', () => {
  const { judged: _none, ...old } = look(emptyBook, 0, [signIn(-60)]).book
  const { raised, book } = look(old, 60, [signIn(-70, stranger), signIn(10, { ...stranger, country: 'CL' })])
  expect(raised).toMatchObject([{ at: begin + 10_000 }])
  expect(look(book, 90, [signIn(20, { ...stranger, country: 'PE' })]).raised).toHaveLength(1)
})

it('remembers as judged only what a later look reads again', () => {
  const { book } = look(emptyBook, 0, [signIn(-60)])
  const later = look(book, 7_200, [signIn(7_100)]).book
  expect(Object.values(later.judged ?? {})).toEqual([begin + 7_100_000])
})

it.each([
  { place: 'among the sign-ins that are read again', at: 3_000 },
  { place: 'before them', at: 30 }
])('a device that is listed later than its sign-in is one alert, with the sign-in $place', ({ at }) => {
  const mine: SeenDevice = { key: 'mine', own: false }
  const { book } = look(emptyBook, 0, [signIn(-60)], [mine])
  const all = [signIn(3_100), signIn(at, stranger)]
  const placed = look(book, 3_200, all)
  expect(placed.raised).toMatchObject([{ rule: 'newPlace' }])
  const strange: SeenDevice = { key: 'strange', system: 'Windows', own: false, lastLoginAt: begin + at * 1_000 }
  const again = all.filter((row) => row.at >= startOfLook(placed.book, begin).since)
  const listed = look(placed.book, 4_100, again, [mine, strange])
  expect(listed.raised).toEqual([])
  expect(listed.book.alerts).toMatchObject([{ rule: 'newDevice', subject: 'strange', signIn: { country: 'BR' } }])
})

it('a device is judged where the tenant has never told its sign-ins', () => {
  const at = (book: typeof emptyBook, keys: string[]) =>
    applyLook(book, {
      answers: {
        state: {},
        askedAt: begin,
        devices: { devices: keys.map((key) => ({ key, own: false })), complete: true }
      },
      ...nothingElse,
      when: { now: begin, began: begin }
    })
  const { book, raised } = at(emptyBook, ['mine'])
  expect(raised).toEqual([])
  expect(at(book, ['mine', 'strange']).raised).toMatchObject([{ rule: 'newDevice', subject: 'strange' }])
})

it('a sign-in is judged although the refused ones could not be read, and again with them', () => {
  const { book } = look(emptyBook, 0, [signIn(-60)])
  const now = begin + 60_000
  const answers = { state: {}, askedAt: now, signIns: [signIn(10, stranger)], withoutRefused: true as const }
  const facts = { ...nothingElse, when: { now, began: begin } }
  const seen = applyLook(book, { answers, ...facts })
  expect(seen.raised).toMatchObject([{ rule: 'newPlace' }])
  expect(seen.book.lookedAt).toBe(book.lookedAt)
  expect(look(seen.book, 90, [signIn(10, stranger)]).raised).toEqual([])
})

it('attempts that ended before the first look are no alert, by the tenant’s clock, and those that go on are', () => {
  const hour = 3_600
  const refusals = (last: number): SeenSignIn[] =>
    Array.from({ length: 12 }, (_, n) => signIn(last - n, { ...stranger, success: false }))
  const { book } = look(emptyBook, 0, [signIn(-24 * hour)])
  expect(look(book, 60, refusals(-hour)).raised).toEqual([])
  expect(look(book, 60, refusals(1)).raised).toMatchObject([{ rule: 'failedBurst' }])
  // Here it was already noon an hour before it was by the tenant's clock.
  expect(look(book, 60, refusals(-hour / 2), undefined, hour * 1_000).raised).toHaveLength(1)
})

it('a sign-in that was judged is not judged again in another language', () => {
  const told = { country: 'Brazil', app: 'Pharmacy', method: 'Password', appId: 'p' }
  const { book } = look(emptyBook, 0, [signIn(-60)])
  const seen = look(book, 60, [signIn(30, { ...stranger, ...told })])
  expect(seen.raised).toHaveLength(1)
  const translated = { ...stranger, ...told, country: '巴西', app: '药房', method: '密码' }
  expect(look(seen.book, 90, [signIn(30, translated)]).raised).toEqual([])
})

it.each(['BR', 'Brazil'])(
  'a sign-in whose country %s is listed later is judged then, and has taught nothing before',
  (country) => {
    const { book } = look(emptyBook, 0, [signIn(-60)])
    const early = look(book, 60, [signIn(30, { ...stranger, country: undefined })])
    expect(look(early.book, 90, [signIn(30, { ...stranger, country })]).raised).toMatchObject([{ rule: 'newPlace' }])
  }
)

it('a stranger who was nearest to our sign-in while that was not listed yet is judged once it is', () => {
  const facts = { appId: 'holdfast', system: 'Linux' }
  const [ours, theirs] = [
    signIn(20, { ...facts, country: 'CL', browser: 'Edge' }),
    signIn(50, { ...facts, country: 'BR', browser: 'Chrome' })
  ]
  const learnt = look(emptyBook, 0, [signIn(-60, { system: 'macOS' })]).book
  const book = { ...learnt, ownSignIns: [begin + 20_000] }
  const first = look(book, 60, [theirs])
  expect(first.raised).toEqual([])
  const second = look(first.book, 90, [theirs, ours])
  expect(second.raised).toMatchObject([{ rule: 'newPlace', signIn: { country: 'BR' } }])
  expect(look(second.book, 120, [theirs, ours]).raised).toEqual([])
  expect(Object.keys(second.book.habits.countries)).toEqual(['ES'])
  // Once nothing nearer can be listed, our sign-in teaches.
  const later = look(second.book, 3_600, [theirs, ours, signIn(3_500, { ...facts, country: 'CL', browser: 'Edge' })])
  expect([later.raised, Object.keys(later.book.habits.countries)]).toEqual([[], ['ES', 'CL']])
})

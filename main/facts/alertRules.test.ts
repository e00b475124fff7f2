import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge } from './alertRules'
import type { Finding, Look } from './findings'
import {
  combinationOf,
  habits,
  type Habits,
  noHabits,
  type SeenDevice,
  type SeenSignIn,
  taught,
  withDevice,
  withoutSession
} from './habits'

const minute = 60_000
const now = 1_000_000_000
const spain: SeenSignIn = { at: now, success: true, country: 'ES', system: 'macOS', browser: 'Firefox', address: 'a' }
const brazil: SeenSignIn = { at: now, success: true, country: 'BR', system: 'Windows', browser: 'Chrome', address: 'b' }
const laptop: SeenDevice = { key: 'laptop', system: 'macOS', browser: 'Firefox', lastLoginAt: now, own: false }
const stranger: SeenDevice = { key: 'stranger', system: 'Windows', browser: 'Chrome', lastLoginAt: now, own: false }

const look = (change: Partial<Look>): Look => ({ now, signIns: [], ownSignIns: [], ...change })
const after = (known: Habits, ...looks: Partial<Look>[]): Habits =>
  looks.reduce((before, one) => judge(look(one), before).habits, known)
const atHome = after(noHabits, { signIns: [{ ...spain, system: undefined }] }, { signIns: [spain] })
const usual: Habits = {
  ...atHome,
  countries: { ES: 1 },
  systems: { macOS: 1 },
  browsers: { Firefox: 1 },
  addresses: { a: 1 }
}
const rulesOf = (change: Partial<Look>, known: Habits = usual): Finding['rule'][] =>
  judge(look(change), known).findings.map(({ rule }) => rule)
const refused = (count: number, change: Partial<SeenSignIn> = {}): SeenSignIn[] =>
  Array.from({ length: count }, (_, n) => ({ ...brazil, success: false, at: now - 2 * minute - n * 5_000, ...change }))

describe('a sign-in', () => {
  it('is found if country, system and browser are new, and teaches nothing then', () => {
    expect(rulesOf({ signIns: [brazil] })).toEqual(['newPlace'])
    expect(judge(look({ signIns: [brazil] }), usual).habits).toEqual(usual)
  })

  it('that was doubted stays so and teaches nothing, even once its parts are usual', () => {
    const chrome = { ...spain, browser: 'Chrome' }
    const known = after(usual, { signIns: [chrome] })
    const doubted = new Set([combinationOf(brazil)])
    expect(judge(look({ signIns: [brazil], doubted }), known)).toMatchObject({
      findings: [{ rule: 'newPlace' }],
      habits: known
    })
    expect(rulesOf({ signIns: [brazil], doubted, isJudged: () => true }, known)).toEqual([])
  })

  it.each([{ country: 'ES' }, { system: 'macOS' }, { browser: 'Firefox' }])(
    'is no finding if %j is known, and teaches the rest',
    (known) => {
      expect(rulesOf({ signIns: [{ ...brazil, ...known }] })).toEqual([])
      expect(
        rulesOf({
          signIns: [
            { ...brazil, ...known },
            { ...brazil, at: now + 1 }
          ]
        })
      ).toEqual([])
    }
  )

  it.each(['country', 'system', 'browser'] as const)('is no finding if the tenant does not tell its %s', (field) => {
    expect(rulesOf({ signIns: [{ ...brazil, [field]: undefined }] })).toEqual([])
  })

  it('from a new network address alone is never found', () => {
    fc.assert(
      fc.property(fc.string(), (address) => {
        expect(rulesOf({ signIns: [{ ...spain, address }] })).toEqual([])
      })
    )
  })

  it('is no finding in the combination that the person called their own, but in any other', () => {
    const known = taught(usual, brazil, now)
    expect(rulesOf({ signIns: [brazil] }, known)).toEqual([])
    expect(rulesOf({ signIns: [{ ...brazil, browser: 'Edge' }] }, known)).toEqual(['newPlace'])
  })

  it('of this app is no finding, within two minutes, on this system and to this app', () => {
    const own = { ownSignIns: [now], ownApp: 'holdfast', ownSystem: 'Windows' }
    const row = { ...brazil, appId: 'holdfast', at: now + minute }
    expect(rulesOf({ ...own, signIns: [row] })).toEqual([])
    expect(rulesOf({ ...own, signIns: [{ ...row, at: now + 3 * minute }] })).toEqual(['newPlace'])
    expect(rulesOf({ ...own, signIns: [{ ...row, appId: 'pharmacy' }] })).toEqual(['newPlace'])
    expect(rulesOf({ ...own, signIns: [{ ...row, system: 'Linux' }] })).toEqual(['newPlace'])
  })

  it('of this app is one for each time it signed in, the nearest, even at a later look', () => {
    const own = { ownSignIns: [now], ownApp: 'holdfast', ownSystem: 'Windows' }
    const mine = { ...brazil, appId: 'holdfast', at: now + 1_000 }
    const theirs = { ...mine, country: 'KP', browser: 'Edge', system: undefined, at: now + minute }
    expect(
      rulesOf({ ...own, signIns: [{ ...theirs, system: 'Windows' }, mine], isJudged: ({ at }) => at <= now + 1_000 })
    ).toEqual(['newPlace'])
  })

  it('is judged by names that every object has like by any other', () => {
    const odd = { ...brazil, country: 'constructor', system: 'toString', browser: '__proto__', address: 'valueOf' }
    expect(rulesOf({ signIns: [odd] })).toEqual(['newPlace'])
    expect(rulesOf({ signIns: refused(10, { address: 'constructor' }) })).toEqual(['failedBurst'])
  })
})

describe('refused attempts', () => {
  it('are a burst from ten on, without ten minutes between two', () => {
    expect(rulesOf({ signIns: refused(9) })).toEqual([])
    expect(rulesOf({ signIns: refused(10) })).toEqual(['failedBurst'])
    expect(rulesOf({ signIns: refused(10).map((one, n) => ({ ...one, at: now + n * 11 * minute })) })).toEqual([])
  })

  it('are the person’s own from an address that they sign in from', () => {
    expect(rulesOf({ signIns: refused(40, { address: 'a' }) })).toEqual([])
  })

  it('are counted with their span, addresses and countries, and stand as evidence at the sign-in behind them', () => {
    const burst = { count: 41, since: now - 2 * minute - 200_000, until: now - 2 * minute, addresses: 1, countries: 1 }
    expect(judge(look({ signIns: [...refused(41), brazil] }), usual).findings).toEqual([
      expect.objectContaining({ rule: 'newPlace', before: burst }),
      { rule: 'failedBurst', subject: 'burst', at: burst.since, burst }
    ])
    const late = { ...brazil, at: now + 31 * minute }
    expect(judge(look({ signIns: [...refused(41), late] }), usual).findings[0]).not.toHaveProperty('before')
  })
})

describe('a device', () => {
  const known = after(usual, { devices: [laptop] })

  it('of the first list is learnt, even if that list was empty', () => {
    expect(rulesOf({ devices: [laptop, stranger] })).toEqual([])
    expect(rulesOf({ devices: [laptop] }, after(usual, { devices: [] }))).toEqual(['newDevice'])
  })

  it('that was never listed is found at each look, until the person calls it their own', () => {
    const later = after(known, { devices: [laptop, stranger] })
    expect(rulesOf({ devices: [laptop, stranger] }, later)).toEqual(['newDevice'])
    expect(rulesOf({ devices: [laptop, stranger] }, withDevice(later, 'stranger', now))).toEqual([])
  })

  it('is found although everything else about it is usual', () => {
    expect(rulesOf({ devices: [laptop, { ...laptop, key: 'copy' }], signIns: [spain] }, known)).toEqual(['newDevice'])
  })

  it('stands with its sign-in for one finding', () => {
    const [finding, ...others] = judge(look({ devices: [laptop, stranger], signIns: [brazil] }), known).findings
    expect(finding).toMatchObject({ rule: 'newDevice', subject: 'stranger', signIn: brazil })
    expect(others).toEqual([])
  })

  it('whose session was ended here is found when it signs in again, and not while it is merely listed', () => {
    const ended = withoutSession(known, 'laptop', now + minute)
    expect(rulesOf({ devices: [laptop] }, ended)).toEqual([])
    expect(rulesOf({ devices: [{ ...laptop, lastLoginAt: now + 2 * minute }] }, ended)).toEqual(['newDevice'])
    const gone = after(ended, { devices: [] })
    expect(rulesOf({ devices: [laptop] }, gone)).toEqual(['newDevice'])
  })

  it('that the tenant leaves out for a while stays known', () => {
    expect(rulesOf({ devices: [laptop] }, after(known, { devices: [] }))).toEqual([])
  })

  it('of this app is no finding, nor is the one browser that may have signed it in', () => {
    expect(rulesOf({ devices: [{ ...stranger, own: true }] }, known)).toEqual([])
    const own = { ownSignIns: [now], ownSystem: 'Windows' }
    expect(rulesOf({ ...own, devices: [laptop, stranger] }, known)).toEqual([])
    const second = { ...stranger, key: 'second', lastLoginAt: now + minute }
    expect(judge(look({ ...own, devices: [stranger, second] }), known).findings).toMatchObject([{ subject: 'second' }])
    expect(rulesOf({ ...own, ownSystem: 'Linux', devices: [stranger] }, known)).toEqual(['newDevice'])
    const claimed = after(known, { ...own, devices: [laptop, stranger] })
    expect(rulesOf({ ...own, devices: [laptop, stranger, second] }, claimed)).toEqual(['newDevice'])
  })

  it('is not asked about where the tenant lists none', () => {
    expect(rulesOf({}, known)).toEqual([])
  })
})

describe('judging', () => {
  it('is the same in any order of the rows, twice over the same rows, and writes only what can be read back', () => {
    const row = fc.record({
      at: fc.integer({ min: now - 10 * minute, max: now }),
      success: fc.boolean(),
      country: fc.constantFrom('ES', 'BR', undefined),
      system: fc.constantFrom('macOS', 'Windows', undefined),
      browser: fc.constantFrom('Firefox', 'Chrome', undefined),
      address: fc.constantFrom('a', 'b', 'c')
    })
    const rows = fc.uniqueArray(row, { selector: ({ at }) => at, maxLength: 40 })
    fc.assert(
      fc.property(rows, (signIns) => {
        const once = judge(look({ signIns, devices: [laptop] }), usual)
        expect(judge(look({ signIns: signIns.toReversed(), devices: [laptop] }), usual)).toEqual(once)
        expect(judge(look({ signIns, devices: [laptop], isJudged: () => true }), once.habits).habits).toEqual(
          once.habits
        )
        expect(habits.parse(JSON.parse(JSON.stringify(once.habits)))).toEqual(once.habits)
      })
    )
  })
})

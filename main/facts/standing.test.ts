import { describe, expect, it } from 'vitest'
import { bestNextStep } from '../../contract/bestNextStep'
import { overview } from '../../contract/overview'
import { type Plain, rules } from './rules'
import { rulesThatHold, standingOf } from './standing'
import { combinations, day, everything, factsOf, judge, now, safe, type Values } from './standing.testing'

describe('each rule', () => {
  it.each<[string, Values, object[]]>([
    ['says nothing about an account where nothing is missing', safe, []],
    [
      'passwordAlone adds the best method that is offered',
      { ...safe, active: [], offered: ['EMAIL', 'SMS'] },
      [{ rule: 'passwordAlone', severity: 'high', action: { kind: 'add', method: 'SMS' } }]
    ],
    [
      'lostPhone adds what does not go with the phone',
      { ...safe, active: ['OTP', 'SMS'], offered: ['FACE', 'EMAIL'] },
      [{ rule: 'lostPhone', action: { kind: 'add', method: 'EMAIL' } }]
    ],
    [
      'lostMailbox adds the app, once',
      { ...safe, active: ['EMAIL'], offered: everything },
      [{ rule: 'lostMailbox', action: { kind: 'add', method: 'OTP' } }]
    ],
    [
      'notRecognised adds something beside the face',
      { ...safe, active: ['FACE'], offered: ['SMS'] },
      [{ rule: 'notRecognised', action: { kind: 'add', method: 'SMS' } }]
    ],
    [
      'onlyOne adds something beside a method that this version does not know',
      { ...safe, active: ['VOICE'], offered: ['SMS'] },
      [{ rule: 'onlyOne', action: { kind: 'add', method: 'SMS' } }]
    ],
    [
      'recoveryCode adds the app',
      { ...safe, active: ['SMS', 'EMAIL'], offered: ['OTP'] },
      [{ rule: 'recoveryCode', severity: 'medium', action: { kind: 'add', method: 'OTP' } }]
    ],
    [
      'falseWebsite adds a passkey',
      { ...safe, passkeys: 0 },
      [{ rule: 'falseWebsite', severity: 'low', action: { kind: 'add', method: 'PASSKEY' } }]
    ],
    [
      'passwordWeak leads to the tenant',
      { ...safe, passwordLevel: 1 },
      [{ rule: 'passwordWeak', action: { kind: 'tenantPage' } }]
    ],
    [
      'emailUnconfirmed leads to the tenant',
      { ...safe, emailVerified: false },
      [{ rule: 'emailUnconfirmed', action: { kind: 'tenantPage' } }]
    ]
  ])('%s', (_name, values, steps) => {
    const { reasons: _reasons, ...judged } = judge(values)
    expect(judged).toMatchObject({ steps, outside: [] })
    expect(judged.steps).toHaveLength(steps.length)
  })

  it('that cannot be followed says which methods the administrator could allow', () => {
    expect(judge({ ...safe, active: [], offered: [] })).toMatchObject({
      steps: [],
      outside: [{ rule: 'passwordAlone', action: { kind: 'administrator', methods: everything } }]
    })
  })

  it('about a mere improvement says nothing where the tenant has nothing for it', () => {
    expect(judge({ ...safe, active: ['SMS', 'EMAIL'], offered: [], passkeys: null })).toMatchObject({
      steps: [],
      outside: []
    })
  })

  it('about what need not be set explains a number only', () => {
    const unset = { ...safe, phoneBound: false }
    expect(judge(unset)).toMatchObject({ steps: [], optional: [{ action: { kind: 'add', method: 'SMS' } }] })
    expect(judge({ ...unset, offered: [] })).toMatchObject({
      steps: [],
      outside: [],
      optional: [{ rule: 'noPhone', action: { kind: 'administrator', methods: ['SMS'] } }]
    })
    expect(judge({ ...safe, emailBound: false, active: ['OTP', 'FACE'] }).optional).toMatchObject([{ rule: 'noEmail' }])
  })

  it('that the lists decide comes before reading again, and all others after it', () => {
    const { steps, reasons } = judge({ ...safe, active: [], passkeys: undefined }, [], ['passkeys'])
    expect(steps.map(({ rule }) => rule)).toEqual(['passwordAlone', 'readAgain'])
    const later = judge({ ...safe, passwordLevel: 1, passkeys: undefined }, [], ['passkeys'])
    expect(later.steps.map(({ rule }) => rule)).toEqual(['readAgain', 'passwordWeak'])
    expect(reasons).toContainEqual({ id: 'notRead', about: 'passkey', state: 'unknown', from: [] })
  })

  it('that the lists decide is told while the rest is being read, and no other', () => {
    const facts = factsOf({ active: [], offered: ['OTP'], passkeys: 0, passwordLevel: 1 })
    const { steps, waiting } = standingOf({ facts, unread: [], decisions: [], waiting: true, now })
    expect([waiting, steps.map(({ rule }) => rule)]).toEqual([true, ['passwordAlone']])
  })

  it('has an id of its own', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
  })
})

describe('the sentences', () => {
  const said = (values: Values): string[] => judge(values).reasons.map(({ id, state }) => `${id} ${state}`)

  it('tell what is good', () => {
    expect(said(safe)).toEqual([
      'manyMethods good',
      'independent good',
      'passwordMeetsRule good',
      'emailConfirmed good',
      'phoneSet good',
      'passkey good'
    ])
  })

  it('tell what is missing, and who does not offer it', () => {
    const values = { ...safe, active: [], offered: [], passkeys: 0, passwordLevel: 1, emailBound: false }
    expect(said({ ...values, phoneBound: false })).toEqual([
      'passwordAlone gap',
      'passwordWeak gap',
      'noEmail none',
      'noPhoneHere none',
      'noPasskey none'
    ])
  })

  it('tell what the tenant did not tell', () => {
    expect(said({ active: ['OTP'], offered: [], passkeys: 2, score: { kind: 'empty' } })).toEqual([
      'oneMethod good',
      'lostPhone gap',
      'passwordNotTold unknown',
      'emailNotTold unknown',
      'phoneNotTold unknown',
      'passkeys good'
    ])
  })

  it('have the field, the values and the time that they come from', () => {
    expect(judge(safe).reasons[0]?.from).toEqual([
      { source: 'active', field: 'active', values: ['OTP', 'EMAIL'], readAt: now - 1_000 }
    ])
    expect(judge({ ...safe, score: { kind: 'text', text: 'A' } }).scoreFrom).toMatchObject([{ values: ['"A"'] }])
  })
})

describe('a decision', () => {
  const missing = { ...safe, active: ['OTP'], passkeys: 0 }
  const later = { rule: 'lostPhone', about: 'fallback', at: now - day, until: now + day } as const
  const never = { rule: 'falseWebsite', about: 'passkey', at: now - day } as const

  it('puts a row off for a time, and the row comes back when that is over', () => {
    const off = judge(missing, [later])
    expect(off.steps.map(({ rule }) => rule)).toEqual(['falseWebsite'])
    expect(off.decided).toMatchObject([later])
    expect(off.decided[0]?.from?.map(({ field }) => field)).toEqual(['active', 'offered'])
    const back = judge(missing, [later], [], now + day)
    expect(back).toMatchObject({ decided: [] })
    expect(back.steps.map(({ rule }) => rule)).toEqual(['lostPhone', 'falseWebsite'])
  })

  it('that ends brings nothing back that does not hold any more', () => {
    expect(judge(safe, [later], [], now + day)).toMatchObject({ steps: [], decided: [] })
  })

  it('for good counts for somebody with two strong methods only', () => {
    expect(judge(missing, [never]).steps.map(({ rule }) => rule)).toContain('falseWebsite')
    const strong = { ...missing, active: ['OTP', 'FACE'] }
    expect(judge(strong, [never])).toMatchObject({ mayDismiss: true, steps: [], decided: [never] })
  })
})

/** Returns the promise that a judgement breaks, or undefined. */
function broken(facts: Plain): string | undefined {
  const { unread, ...values } = facts
  const judged = judge(values, [], [...unread])
  const rows = [...judged.steps, ...judged.outside, ...judged.optional]
  const abouts = rows.map(({ about }) => about)
  if (new Set(abouts).size < abouts.length) return 'two rows about one subject'
  const added = rows.flatMap(({ action }) => (action.kind === 'add' ? [action.method] : []))
  if (new Set(added).size < added.length) return 'the same method twice'
  const isOffered = (method: string): boolean =>
    method === 'PASSKEY' ? typeof values.passkeys === 'number' : values.offered?.includes(method) === true
  if (!added.every(isOffered)) return 'a method that is not offered'
  const ticks = judged.reasons.filter(({ state }) => state === 'good').map(({ about }) => about)
  if (abouts.some((about) => ticks.includes(about))) return 'a row against a tick'
  const gaps = judged.reasons.filter(({ state }) => state === 'gap').map(({ about }) => about)
  const open = [...judged.steps, ...judged.outside].map(({ about }) => about)
  const unsure = values.offered === undefined || values.emailBound === undefined
  if (!unsure && gaps.some((about) => !open.includes(about))) return 'a gap without a way out'
  if (judged.steps.some(({ action }) => action.kind === 'administrator')) return 'a step that cannot be taken'
  if (unread.length > 0 && judged.steps[0]?.rule !== 'readAgain') return 'something else than reading again'
  return undefined
}

it('never has two first steps, a step against a tick, or one that the tenant does not offer', () => {
  const found = new Map<string, Plain>()
  let count = 0
  for (const facts of combinations()) {
    count++
    const promise = broken(facts)
    if (promise !== undefined) found.set(promise, facts)
  }
  expect(Object.fromEntries(found)).toEqual({})
  expect(count).toBe(88_128)
})

it('names the same best step as the lists, unless something else comes first', () => {
  for (const facts of combinations()) {
    const { active, offered, passkeys, passwordLevel, emailBound } = facts
    if (!active || !offered || passwordLevel === 1 || emailBound === true) continue
    const first = rulesThatHold(facts).find(
      ({ rule, action }) => rule.severity !== 'optional' && action.kind !== 'administrator'
    )
    const best = bestNextStep({ active, offered, passkeys: passkeys ?? undefined })
    if (first?.rule.id !== best?.reason)
      expect({ facts, first: first?.rule.id }).toEqual({ facts, first: best?.reason })
  }
})

it('fits the contract whatever the facts are', () => {
  expect(overview.parse(judge({ ...safe, passkeys: 0 }))).toEqual(judge({ ...safe, passkeys: 0 }))
})

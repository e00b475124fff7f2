import { describe, expect, it } from 'vitest'
import { losses } from '../../contract/fields'
import { type Addition, additions, type Loss, type Place, type ProofKind, proofKinds } from '../../contract/whatIf'
import { bestAddition, lostWith, type Proof, verdictOf, waysIn } from './waysIn'

/**
 * The oracle knows nothing of first and second steps in code, and asks no loss what it takes. A person stands at the door with
 * every subset of what they hold in turn, and the smallest that open it are the ways in.
 */
interface Held {
  name: string
  what: ProofKind
  where: Place
  sure: boolean
}

/** Returns true if somebody who has lost these things can still put this on the table. */
function canShow({ what, where }: Held, gone: ReadonlySet<string>): boolean {
  switch (what) {
    case 'face':
    case 'otherSignIn':
      return true
    case 'email':
      return !gone.has('mailbox')
    case 'sms':
      if (gone.has('number')) return false
      break
    default:
      break
  }
  if (where === 'elsewhere') return true
  const inReach = ['phone', 'laptop'].filter((device) => !gone.has(device))
  return where === 'unknown' ? inReach.length === 2 : inReach.includes(where)
}

/** Returns true if the tenant lets somebody in who shows exactly this. */
function opens(shown: readonly Held[], asksForTwo: boolean): boolean {
  const shows = (...kinds: string[]): boolean => shown.some(({ what }) => kinds.includes(what))
  if (shows('passkey')) return true
  const begins = shows('password') || shows('otherSignIn')
  return begins && (!asksForTwo || shows('app', 'sms', 'email', 'face', 'recoveryCode', 'other'))
}

/** The answers of the oracle, because losses that take the same away leave the same on the table. */
const asked = new Map<string, string[]>()

/** Returns every smallest subset that opens the door, as sorted names, with `?` before one that nobody can be sure of. */
function oracle(held: readonly Held[], gone: ReadonlySet<string>): string[] {
  const asksForTwo = held.some(({ what }) => !['passkey', 'password', 'otherSignIn'].includes(what))
  const shown = held.filter((one) => canShow(one, gone))
  const key = JSON.stringify([asksForTwo, shown.map(({ name, what, sure }) => [name, what, sure])])
  const known = asked.get(key)
  if (known) return known
  const tables = Array.from({ length: 1 << shown.length }, (_none, subset) =>
    shown.filter((_one, index) => (subset & (1 << index)) !== 0)
  )
  const opening = tables.filter((table) => opens(table, asksForTwo))
  const smallest = opening.filter(
    (table) => !opening.some((other) => other.length < table.length && other.every((one) => table.includes(one)))
  )
  const found = smallest
    .map((table) => {
      const names = table.map(({ name }) => name).sort()
      return (table.every(({ sure }) => sure) ? '' : '?') + names.join('+')
    })
    .sort()
  asked.set(key, found)
  return found
}

const places: readonly Place[] = ['phone', 'laptop', 'elsewhere', 'unknown']

const somewhere = (name: string, what: ProofKind, ...where: Place[]): Held[] =>
  where.map((place) => ({ name, what, where: place, sure: true }))

/** Every state in which a kind of proof can be: not there, or somewhere. */
const states: Readonly<Record<string, readonly (Held | undefined)[]>> = {
  first: [
    undefined,
    ...somewhere('p', 'password', 'phone', 'elsewhere', 'unknown'),
    { name: 'p', what: 'password', where: 'elsewhere', sure: false },
    { name: 'p', what: 'otherSignIn', where: 'elsewhere', sure: false }
  ],
  app: [undefined, ...somewhere('a', 'app', ...places)],
  sms: [undefined, ...somewhere('s', 'sms', 'phone', 'elsewhere', 'unknown')],
  email: [undefined, ...somewhere('e', 'email', 'elsewhere')],
  face: [undefined, ...somewhere('f', 'face', 'unknown')],
  code: [
    undefined,
    ...somewhere('r', 'recoveryCode', 'laptop', 'elsewhere'),
    { name: 'r', what: 'recoveryCode', where: 'unknown', sure: false }
  ],
  other: [undefined, { name: 'o', what: 'other', where: 'unknown', sure: false }],
  passkey: [undefined, ...somewhere('k', 'passkey', ...places)]
}

/** Yields every combination of states. */
function* everybody(names = Object.keys(states)): Generator<Held[]> {
  const [name, ...rest] = names
  if (name === undefined) {
    yield []
    return
  }
  for (const held of everybody(rest)) {
    for (const one of states[name] ?? []) yield one === undefined ? held : [...held, one]
  }
}

const everyLoss: readonly (readonly Loss[])[] = Array.from({ length: 1 << losses.length }, (_none, subset) =>
  losses.filter((_loss, index) => (subset & (1 << index)) !== 0)
)

const proofOf = ({ name, what, where, sure }: Held): Proof => ({ id: name, kind: what, place: where, isCertain: sure })
const told = (proofs: readonly Proof[], lost: readonly Loss[]): string[] =>
  waysIn(proofs, lost)
    .map((way) => (way.isCertain ? '' : '?') + [...way.proofs].sort().join('+'))
    .sort()

/** Everybody, thinned to a part that is tested in a second. The steps have no factor in common with any number of states. */
const every = (part: number): Held[][] => [...everybody()].filter((_held, index) => index % part === 0)

describe('the ways in that are left', () => {
  it('are those that a person finds who tries everything, in each of 307,200 cases', { timeout: 120_000 }, () => {
    let cases = 0
    const wrong: string[] = []
    for (const held of everybody()) {
      const proofs = held.map(proofOf)
      for (const lost of everyLoss) {
        cases++
        const found = told(proofs, lost).join()
        if (found !== oracle(held, new Set<string>(lost)).join()) wrong.push(JSON.stringify([held, lost, found]))
      }
    }
    expect(wrong.slice(0, 5)).toEqual([])
    expect(cases).toBe(307_200)
  })

  it('need nothing that a loss takes away, whatever it is and wherever it is', () => {
    for (const what of proofKinds) {
      for (const where of places) {
        for (const lost of everyLoss) {
          const held = { name: 'x', what, where, sure: true }
          expect(lostWith({ kind: what, place: where }, lost).length === 0).toBe(canShow(held, new Set<string>(lost)))
        }
      }
    }
  })

  it('are never more after another loss', () => {
    for (const held of every(97)) {
      const proofs = held.map(proofOf)
      for (const lost of everyLoss) {
        const left = new Set(told(proofs, lost))
        for (const loss of losses) {
          const lostMore = told(proofs, [...new Set([...lost, loss])])
          expect(lostMore.every((way) => left.has(way))).toBe(true)
        }
      }
    }
  })

  it('begin with one that is certain, and with a code that works once only if there is no other', () => {
    for (const held of every(97)) {
      const ways = waysIn(held.map(proofOf), [])
      const certain = ways.map(({ isCertain }) => isCertain)
      expect(certain).toEqual([...certain].sort((one, other) => Number(other) - Number(one)))
      const once = ways.filter(({ isCertain }) => isCertain).map(({ steps }) => steps.includes('typeRecoveryCode'))
      expect(once.slice(0, -1)).not.toContain(true)
    }
  })
})

describe('the thing to add', () => {
  it('is offered, leaves a certain way more, and there is none if two are left or nothing helps', () => {
    const kindOf: Record<Addition, [ProofKind, Place]> = {
      passkey: ['passkey', 'laptop'],
      OTP: ['app', 'phone'],
      FACE: ['face', 'elsewhere'],
      EMAIL: ['email', 'elsewhere'],
      SMS: ['sms', 'phone']
    }
    const sure = (held: Held[], lost: readonly Loss[]): number =>
      oracle(held, new Set<string>(lost)).filter((way) => !way.startsWith('?')).length
    for (const held of every(601)) {
      for (const lost of everyLoss) {
        for (const offered of [[...additions], ['OTP', 'SMS'], []] as Addition[][]) {
          const before = sure(held, lost)
          const helps = additions.filter((what) => {
            const [kind, where] = kindOf[what]
            return (
              offered.includes(what) && sure([...held, { name: 'x', what: kind, where, sure: true }], lost) > before
            )
          })
          const best = bestAddition(held.map(proofOf), lost, offered)
          if (before > 1 || helps.length === 0) expect(best).toBeUndefined()
          else expect(helps).toContain(best)
        }
      }
    }
  })
})

describe('a person', () => {
  const password: Proof = { id: 'p', kind: 'password', place: 'elsewhere', isCertain: true }
  const app: Proof = { id: 'a', kind: 'app', place: 'phone', isCertain: true }
  const code: Proof = { id: 'r', kind: 'recoveryCode', place: 'elsewhere', isCertain: true }
  const email: Proof = { id: 'e', kind: 'email', place: 'elsewhere', isCertain: true }

  it('who loses phone and mailbox has the recovery code, once, and is told each step', () => {
    const ways = waysIn([password, app, code, email], ['phone', 'mailbox'])
    expect(ways).toEqual([
      {
        proofs: ['p', 'r'],
        isCertain: true,
        steps: ['openPage', 'typePassword', 'typeRecoveryCode', 'addAnother']
      }
    ])
    expect(verdictOf(ways)).toBe('one')
    expect(bestAddition([password, app, code, email], ['phone', 'mailbox'], ['passkey', 'SMS'])).toBe('passkey')
    expect(
      bestAddition([password, app, code, email], ['phone', 'mailbox', 'laptop'], ['passkey', 'SMS'])
    ).toBeUndefined()
  })

  it('without a second factor needs the password alone, and with one that is lost does not get in', () => {
    expect(verdictOf(waysIn([password], []))).toBe('one')
    expect(verdictOf(waysIn([password, app], ['phone']))).toBe('none')
  })

  it('who has two ways is told so, and one whose password nobody knows of has perhaps one', () => {
    expect(verdictOf(waysIn([password, app, email], []))).toBe('several')
    expect(verdictOf(waysIn([{ ...password, isCertain: false }, app], []))).toBe('perhaps')
  })

  it('is told by what each thing is lost', () => {
    const sms = { kind: 'sms', place: 'phone' } as const
    expect(lostWith(sms, losses)).toEqual(['phone', 'number'])
    expect(lostWith(email, losses)).toEqual(['mailbox'])
    expect(lostWith({ kind: 'passkey', place: 'unknown' }, losses)).toEqual(['phone', 'laptop'])
    expect(lostWith({ kind: 'face', place: 'phone' }, losses)).toEqual([])
  })
})

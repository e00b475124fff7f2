import type { KnownFactorType } from './factors'

/** A method that can be added here, or a passkey, which is added on the tenant's website. */
export type Addable = KnownFactorType | 'PASSKEY'

/** The known facts about an account. */
export interface Standing {
  /** Types that can be added here, in the order of the server, which is ignored. */
  offered: readonly string[]
  active: readonly string[]
  /** The number of passkeys; undefined if the tenant offers none or the number is unknown. */
  passkeys: number | undefined
}

/** Maps each type to the thing that it is lost with. */
const places = new Map<string, string>(
  Object.entries({ OTP: 'phone', SMS: 'phone', EMAIL: 'mailbox', FACE: 'face' } satisfies Record<
    KnownFactorType,
    string
  >)
)
const placeOf = (type: string): string => places.get(type) ?? type

/** An app has a recovery code, while a number can be taken over and a mailbox often has the same password. */
const besidesPassword: readonly Addable[] = ['OTP', 'SMS', 'EMAIL', 'FACE']

/** Returns the only thing with which every active method would be lost together, or undefined if there is none. */
function onlyPlace({ active }: Pick<Standing, 'active'>): string | undefined {
  const [place, ...others] = new Set(active.map(placeOf))
  return others.length === 0 ? place : undefined
}

interface Advice<Id extends string> {
  /** The risk that the new method removes. */
  readonly id: Id
  readonly when: (standing: Pick<Standing, 'active' | 'passkeys'>) => boolean
  /** The methods that remove it, the best first. */
  readonly wanted: readonly Addable[]
  /** True if the risk is told even where the tenant offers nothing against it. A mere improvement is not. */
  readonly told: boolean
}
const advice = <Id extends string>(one: Advice<Id>): Advice<Id> => one

const known = ['phone', 'mailbox', 'face']

/**
 * The methods worth adding, the most useful first. A password alone comes first: it lets in anybody who knows it, even
 * beside a passkey. Then comes a loss of everything with one phone or mailbox, then mere improvements.
 */
export const additions = [
  advice({
    id: 'passwordAlone',
    when: ({ active }) => active.length === 0,
    wanted: besidesPassword,
    told: true
  }),
  advice({
    id: 'lostPhone',
    when: (standing) => onlyPlace(standing) === 'phone',
    wanted: ['EMAIL', 'FACE'],
    told: true
  }),
  advice({
    id: 'lostMailbox',
    when: (standing) => onlyPlace(standing) === 'mailbox',
    wanted: ['OTP', 'SMS', 'FACE'],
    told: true
  }),
  advice({
    id: 'notRecognised',
    when: (standing) => onlyPlace(standing) === 'face',
    wanted: ['OTP', 'SMS', 'EMAIL'],
    told: true
  }),
  advice({
    id: 'onlyOne',
    when: (standing) => standing.active.length > 0 && !known.includes(onlyPlace(standing) ?? 'phone'),
    wanted: besidesPassword,
    told: true
  }),
  advice({
    id: 'recoveryCode',
    when: ({ active }) => active.length > 0 && !active.includes('OTP'),
    wanted: ['OTP'],
    told: false
  }),
  advice({ id: 'falseWebsite', when: ({ passkeys }) => passkeys === 0, wanted: ['PASSKEY'], told: false })
] as const

/** The reason for a recommendation: the risk that the new method removes. */
export type Reason = (typeof additions)[number]['id']

export interface BestStep {
  add: Addable
  reason: Reason
}

/** Returns the best of these methods that the tenant offers. Passkeys are offered if their number is known. */
export function offeredOf(
  wanted: readonly Addable[],
  { offered, passkeys }: Omit<Standing, 'active'>
): Addable | undefined {
  return wanted.find((one) => (one === 'PASSKEY' ? passkeys !== undefined : offered.includes(one)))
}

/**
 * Returns the most useful addition, with its reason.
 *
 * @param putOff returns true for a reason that the person wants to hear nothing of
 * @returns undefined if nothing on offer would help enough to be recommended
 */
export function bestNextStep(
  standing: Standing,
  putOff: (reason: Reason) => boolean = () => false
): BestStep | undefined {
  for (const { id, when, wanted } of additions) {
    const add = when(standing) && !putOff(id) ? offeredOf(wanted, standing) : undefined
    if (add !== undefined) return { add, reason: id }
  }
  return undefined
}

/** Returns the methods in our order, whatever the order of the server. Unknown methods come last. */
export function inOurOrder<T extends { factorType: string }>(offered: readonly T[]): T[] {
  const rank = ({ factorType }: T): number => {
    const place = besidesPassword.findIndex((type) => type === factorType)
    return place < 0 ? besidesPassword.length : place
  }
  return offered.toSorted((one, other) => rank(one) - rank(other))
}

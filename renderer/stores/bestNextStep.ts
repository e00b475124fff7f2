import type { KnownFactorType } from '../../contract/factors'

/** A method that can be added here, or a passkey, which is added on the tenant's website. */
type Addable = KnownFactorType | 'PASSKEY'

/** The reason for a recommendation: the risk that the new method removes. */
type Reason =
  'passwordAlone' | 'lostPhone' | 'lostMailbox' | 'notRecognised' | 'onlyOne' | 'recoveryCode' | 'falseWebsite'

export interface BestStep {
  add: Addable
  reason: Reason
}

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

interface Loss {
  reason: Reason
  /** Methods that would still be there after the loss, the best first. */
  wanted: readonly Addable[]
}

/** The advice if everything active would be lost together, by the thing it is lost with. */
const ifLost = new Map<string, Loss>([
  ['phone', { reason: 'lostPhone', wanted: ['EMAIL', 'FACE'] }],
  ['mailbox', { reason: 'lostMailbox', wanted: ['OTP', 'SMS', 'FACE'] }],
  ['face', { reason: 'notRecognised', wanted: ['OTP', 'SMS', 'EMAIL'] }]
])
const ifUnknownLost: Loss = { reason: 'onlyOne', wanted: ['OTP', 'SMS', 'EMAIL', 'FACE'] }

/** An app has a recovery code, while a number can be taken over and a mailbox often has the same password. */
const besidesPassword: readonly Addable[] = ['OTP', 'SMS', 'EMAIL', 'FACE']

const placeOf = (type: string): string => places.get(type) ?? type

/**
 * Returns the most useful addition, with its reason. A password alone comes first: it lets in anybody who knows it,
 * even beside a passkey. Then comes a loss of everything with one phone or mailbox, then mere improvements.
 *
 * @returns undefined if nothing on offer would help enough to be recommended
 */
export function bestNextStep({ offered, active, passkeys }: Standing): BestStep | undefined {
  const first = (wanted: readonly Addable[], reason: Reason): BestStep | undefined => {
    const add = wanted.find((one) => (one === 'PASSKEY' ? passkeys === 0 : offered.includes(one)))
    return add && { add, reason }
  }
  const passkey = first(['PASSKEY'], 'falseWebsite')
  const lostTogether = new Set(active.map(placeOf))
  if (lostTogether.size === 0) return first(besidesPassword, 'passwordAlone') ?? passkey
  const [place = ''] = lostTogether
  const { reason, wanted } = ifLost.get(place) ?? ifUnknownLost
  const elsewhere = lostTogether.size === 1 ? first(wanted, reason) : undefined
  const app = active.includes('OTP') ? undefined : first(['OTP'], 'recoveryCode')
  return elsewhere ?? app ?? passkey
}

/** Returns the methods in our order, whatever the order of the server. Unknown methods come last. */
export function inOurOrder<T extends { factorType: string }>(offered: readonly T[]): T[] {
  const rank = ({ factorType }: T): number => {
    const place = besidesPassword.findIndex((type) => type === factorType)
    return place < 0 ? besidesPassword.length : place
  }
  return offered.toSorted((one, other) => rank(one) - rank(other))
}

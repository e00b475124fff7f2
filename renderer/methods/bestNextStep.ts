import type { KnownFactorType } from '../../contract/factors'

/** What somebody can add: a method from here, or a passkey on the tenant's website. */
export type Addable = KnownFactorType | 'PASSKEY'

/** What would be better with it. */
export type Reason =
  'passwordAlone' | 'lostPhone' | 'lostMailbox' | 'notRecognised' | 'onlyOne' | 'recoveryCode' | 'falseWebsite'

export interface BestStep {
  add: Addable
  reason: Reason
}

/** What is known of an account. */
export interface Standing {
  /** Types that can be added here, in the order of the server, which counts for nothing. */
  offered: readonly string[]
  /** Types that are active. */
  active: readonly string[]
  /** How many passkeys there are; undefined where the tenant has none to add, or they are not known. */
  passkeys: number | undefined
}

/** Types by the one mishap that takes them away together. */
const places = new Map<string, string>(
  Object.entries({ OTP: 'phone', SMS: 'phone', EMAIL: 'mailbox', FACE: 'face' } satisfies Record<
    KnownFactorType,
    string
  >)
)

interface Loss {
  reason: Reason
  /** Methods that would still be there then, the best first. */
  wanted: readonly Addable[]
}

/** The advice where everything active would be lost together, by the place it is lost with. */
const ifLost = new Map<string, Loss>([
  ['phone', { reason: 'lostPhone', wanted: ['EMAIL', 'FACE'] }],
  ['mailbox', { reason: 'lostMailbox', wanted: ['OTP', 'SMS', 'FACE'] }],
  ['face', { reason: 'notRecognised', wanted: ['OTP', 'SMS', 'EMAIL'] }]
])
const ifUnknownLost: Loss = { reason: 'onlyOne', wanted: ['OTP', 'SMS', 'EMAIL', 'FACE'] }

/** A code from an app comes with a recovery code; a number can be taken over, a mailbox often has the password's own. */
const besidesPassword: readonly Addable[] = ['OTP', 'SMS', 'EMAIL', 'FACE']

const placeOf = (type: string): string => places.get(type) ?? type

/**
 * The one thing that helps most, and why. A password that lets anybody in who knows it comes first, and a passkey does
 * nothing against that; then what one lost phone or mailbox would take away; then what is merely better.
 *
 * @returns undefined where nothing on offer would help enough to be recommended
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

/** The order in which methods are offered: ours, whatever the server's is. Those this version does not know come last. */
export function inOurOrder<T extends { factorType: string }>(offered: readonly T[]): T[] {
  const rank = ({ factorType }: T): number => {
    const place = besidesPassword.findIndex((type) => type === factorType)
    return place < 0 ? besidesPassword.length : place
  }
  return offered.toSorted((one, other) => rank(one) - rank(other))
}

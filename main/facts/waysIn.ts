import type { Addition, Loss, Place, ProofKind, Way, WayStep } from '../../contract/whatIf'

/** Something that a person proves with. */
export interface Proof {
  readonly id: string
  readonly kind: ProofKind
  readonly place: Place
  /** False if nobody knows that it exists or works. */
  readonly isCertain: boolean
}

/** The kinds that begin a sign-in, and those that follow. A passkey is both in one. */
const firsts: readonly ProofKind[] = ['password', 'otherSignIn']
/** The best second step first. The recovery code comes last of those that are sure, because it works once. */
const seconds: readonly ProofKind[] = ['app', 'sms', 'email', 'face', 'recoveryCode', 'other']

const lastStep: Readonly<Record<ProofKind, WayStep>> = {
  password: 'typePassword',
  otherSignIn: 'signInOtherwise',
  app: 'typeAppCode',
  sms: 'typeSentText',
  email: 'typeSentEmail',
  face: 'showFace',
  recoveryCode: 'typeRecoveryCode',
  other: 'useOther',
  passkey: 'usePasskey'
}

/** Returns the losses that take something away. A place that is not known counts as lost with either device. */
export function lostWith({ kind, place }: Pick<Proof, 'kind' | 'place'>, lost: readonly Loss[]): Loss[] {
  return lost.filter((loss) => {
    if (loss === 'mailbox') return kind === 'email'
    if (loss === 'number') return kind === 'sms'
    const isSomewhere = kind !== 'email' && kind !== 'face' && kind !== 'otherSignIn'
    return isSomewhere && (place === loss || place === 'unknown')
  })
}

/**
 * Returns the ways in that the losses leave, the best first: a passkey alone, or a first step and a second one. If the account
 * has no second step at all, the tenant asks for none, so the first one is a way by itself.
 */
export function waysIn(proofs: readonly Proof[], lost: readonly Loss[]): Way[] {
  const left = proofs.filter((proof) => lostWith(proof, lost).length === 0)
  const asksTwice = proofs.some(({ kind }) => seconds.includes(kind))
  const first = left.filter(({ kind }) => firsts.includes(kind))
  const second = left
    .filter(({ kind }) => seconds.includes(kind))
    .sort((one, other) => seconds.indexOf(one.kind) - seconds.indexOf(other.kind))
  const passkeys = left.filter(({ kind }) => kind === 'passkey').map((passkey) => wayOf(passkey))
  const others = asksTwice
    ? first.flatMap((one) => second.map((two) => wayOf(one, two)))
    : first.map((one) => wayOf(one))
  return [...passkeys, ...others].sort((one, other) => Number(other.isCertain) - Number(one.isCertain))
}

function wayOf(...proofs: readonly Proof[]): Way {
  const steps = proofs.map(({ kind }) => lastStep[kind])
  const isOnce = proofs.some(({ kind }) => kind === 'recoveryCode')
  return {
    proofs: proofs.map(({ id }) => id),
    isCertain: proofs.every(({ isCertain }) => isCertain),
    steps: ['openPage', ...steps, ...(isOnce ? (['addAnother'] as const) : [])]
  }
}

export function verdictOf(ways: readonly Way[]): 'none' | 'perhaps' | 'one' | 'several' {
  const certain = ways.filter(({ isCertain }) => isCertain).length
  if (certain > 1) return 'several'
  if (certain === 1) return 'one'
  return ways.length > 0 ? 'perhaps' : 'none'
}

/** Each thing that can be added, the best first, and where it would be. */
const added: readonly (Pick<Proof, 'kind' | 'place'> & { readonly what: Addition })[] = [
  { what: 'passkey', kind: 'passkey', place: 'laptop' },
  { what: 'OTP', kind: 'app', place: 'phone' },
  { what: 'FACE', kind: 'face', place: 'elsewhere' },
  { what: 'EMAIL', kind: 'email', place: 'elsewhere' },
  { what: 'SMS', kind: 'sms', place: 'phone' }
]

/** Returns the one thing whose addition leaves a certain way more, or undefined if two are left or nothing does. */
export function bestAddition(
  proofs: readonly Proof[],
  lost: readonly Loss[],
  offered: readonly Addition[]
): Addition | undefined {
  const certain = (held: readonly Proof[]): number => waysIn(held, lost).filter(({ isCertain }) => isCertain).length
  const before = certain(proofs)
  if (before > 1) return undefined
  return added.find(
    ({ what, kind, place }) =>
      offered.includes(what) && certain([...proofs, { id: 'added', kind, place, isCertain: true }]) > before
  )?.what
}

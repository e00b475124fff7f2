import type { Ledger, OwnAct } from './ledger'

/** Removes the first act that explains a difference, and returns true if there was one. */
export function claim(acts: Set<OwnAct>, claimable: Claimable): boolean {
  const explains = [...acts].find((one) => isExplainedBy(claimable, one))
  if (explains) acts.delete(explains)
  return explains !== undefined
}

/** The request of this app that would explain a difference. */
export type Claimable = Omit<OwnAct, 'at'>

/** An act explains what it says of itself, and only that: the end of a number explains no other number. */
const isExplainedBy = ({ about, key: named, kind: direction, subject }: Claimable, act: OwnAct): boolean =>
  act.about === about &&
  mayBe(act.key, named) &&
  mayBe(act.kind, direction) &&
  (act.subject === undefined || act.subject === subject)

const mayBe = (told: string | undefined, wanted: string | undefined): boolean =>
  told === undefined || wanted === undefined || told === wanted

/** A change of ours stands for what another process finds so much later, in ms. */
const ownMs = 60 * 60_000

/** Returns true if this app, in whichever process, may have made a change to a factor that a comparison took for foreign. */
export const mayBeOwn = (
  { changes, acts }: Ledger,
  found: { kind: 'added' | 'removed'; factorType: string },
  now: number
): boolean =>
  acts.some((act) => isExplainedBy({ about: 'factor', kind: found.kind, subject: found.factorType }, act)) ||
  changes.some(
    ({ at, own, kind, subject }) =>
      own && now - at < ownMs && kind === kindOf[found.kind] && subject === found.factorType
  )

const kindOf = { added: 'factorAdded', removed: 'factorRemoved' } as const

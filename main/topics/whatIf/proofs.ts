import { type Addition, additions, type Place, type ProofKind, type WhatIfProof } from '../../../contract/whatIf'
import type { DrillRecordKept } from '../../facts/drillRecord'
import type { KnownAccount } from '../../facts/knownAccount'
import { codeSubjectId, factorSubjectId, passkeySubjectId, subjectId } from '../../facts/subjectId'
import { maskTarget } from '../../tenant/mask'

/** A proof without what losses do to it. */
export type HeldProof = Omit<WhatIfProof, 'lostWith'>

/** The places that a person named, by the ids of the proofs. */
export type Places = Readonly<Record<string, Place>>

/** The place that is assumed until the person names another. */
const guesses: Readonly<Record<ProofKind, Place>> = {
  password: 'elsewhere',
  otherSignIn: 'elsewhere',
  app: 'phone',
  sms: 'phone',
  email: 'elsewhere',
  face: 'elsewhere',
  // It is written down or printed, as the wizard asks for.
  recoveryCode: 'elsewhere',
  other: 'unknown',
  passkey: 'unknown'
}

const kinds: Readonly<Partial<Record<string, ProofKind>>> = { OTP: 'app', SMS: 'sms', EMAIL: 'email', FACE: 'face' }

/** Returns everything that the person proves with, as far as it is known. */
export function proofsOf(
  { means, factsOf, codesMade }: KnownAccount,
  places: Places,
  { results }: Pick<DrillRecordKept, 'results'>
): HeldProof[] {
  const { factors, passwordSet, passkeys = [] } = means

  function held(id: string, kind: ProofKind, isKnown: boolean, rest: Partial<HeldProof> = {}): HeldProof {
    const last = results[id]
    const said = places[id]
    const isCertain = isKnown && last?.result !== 'fails'
    const place = said ?? guesses[kind]
    return { id, kind, place, isSaid: said !== undefined, isCertain, ...(last && { last }), ...rest }
  }

  const first = held(
    subjectId('password', { kind: 'none' }),
    passwordSet === false ? 'otherSignIn' : 'password',
    passwordSet === true
  )
  const ofFactors = factors.map((factor) => {
    const { factorId, factorType, target } = factor
    const kind = kinds[factorType] ?? 'other'
    const [masked, name] = [maskTarget(target), factsOf(factorId).label]
    return held(factorSubjectId(factor), kind, kind !== 'other', {
      factorType,
      ...(masked !== undefined && { target: masked }),
      ...(name !== undefined && { name })
    })
  })
  const hasApp = factors.some(({ factorType }) => factorType === 'OTP')
  const code = hasApp ? [held(codeSubjectId(codesMade), 'recoveryCode', codesMade.length > 0)] : []
  const ofPasskeys = passkeys.map(({ credentialId, name }) =>
    held(passkeySubjectId(credentialId), 'passkey', true, name === undefined ? {} : { name })
  )
  return [first, ...ofFactors, ...code, ...ofPasskeys]
}

/** Returns what the tenant lets this person add. */
export function offeredOf({ means: { offered = [], hasPasskeys = false } }: KnownAccount): Addition[] {
  return additions.filter((what) => (what === 'passkey' ? hasPasskeys : offered.includes(what)))
}

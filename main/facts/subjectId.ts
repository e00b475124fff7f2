import { createHash } from 'node:crypto'
import type { EnrolmentTarget } from '../../contract/enrolment'
import type { Means } from './means'

/** The factors, contacts and codes of an account, by what they are. */
type SubjectKind = 'factor' | 'email' | 'phone' | 'recoveryCode' | 'passkey' | 'password'

/** Returns an id that stays the same for as long as the tenant has the thing, and that tells nothing of it. */
export function subjectId(kind: SubjectKind, target: EnrolmentTarget, ...named: readonly string[]): string {
  const text = JSON.stringify([kind, target, ...named])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

const nowhere: EnrolmentTarget = { kind: 'none' }

export const factorSubjectId = ({ target, factorType, factorId }: Means['factors'][number]): string =>
  subjectId('factor', target, factorType, factorId)

/** Returns the id of the recovery codes that were made at these moments. */
export const codeSubjectId = (madeAt: readonly number[]): string =>
  subjectId('recoveryCode', nowhere, ...madeAt.map(String))

export const passkeySubjectId = (credentialId: string): string => subjectId('passkey', nowhere, credentialId)

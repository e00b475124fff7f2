import type { Credential } from './credentials/credential'

/** The facts that a session learns about the owner of its account, and about the tenant. */
export interface OwnerFacts {
  sub?: string | undefined
  /** The name to address the person by. */
  name?: string | undefined
  /** The email address or number that the person signs in with. */
  address?: string | undefined
  /** The moment of the last sign-in in the browser, in ms since the epoch. */
  signedInAt?: number | undefined
  /** The name of the organisation by its own words, made safe to show. */
  organisation?: string | undefined
  /** True if the session is in the keychain. */
  stored?: boolean
}

/** Answers the questions of a session about the owner of its account, and takes what it learns about them. */
export interface Owner {
  /** Resolves to true if a session of this person belongs to the account. */
  accepts(sub: string): Promise<boolean>
  /** Takes the session of a person who has, or gets, an account of their own. */
  handOver(credential: Credential): void
  /** Remembers newly learnt facts. */
  note(facts: OwnerFacts): void
  /** Returns the name of the organisation, or `undefined` if it is not known. */
  organisation(): string | undefined
}

import type { Credential } from '../session/credential'

/** What an application learns of the person whose account it shows, and of where it is. */
export interface OwnerFacts {
  sub?: string | undefined
  /** What to call the person. */
  name?: string | undefined
  /** What the person signs in with: an email address, or a number. */
  address?: string | undefined
  /** When the person last signed in by the browser, in ms since the epoch. */
  signedInAt?: number | undefined
  /** What the organisation calls itself, made safe to show. */
  organisation?: string | undefined
  /** True if the session is in the keychain. */
  stored?: boolean
}

/** What an application asks and tells of the person whose account it shows. */
export interface Owner {
  /** Whether a session of this person belongs to the account. */
  accepts(sub: string): Promise<boolean>
  /** Takes the session of a person who has, or gets, an account of their own. */
  handOver(credential: Credential): void
  /** Remembers what was learnt. */
  note(facts: OwnerFacts): void
  /** Returns what the organisation is called, where that is known. */
  organisation(): string | undefined
}

import type { Credential } from '../session/credential'

/** What an application asks and tells of the person whose account it shows. */
export interface Owner {
  /** Whether a session of this person belongs to the account. */
  accepts(sub: string): Promise<boolean>
  /** Takes the session of a person who has, or gets, an account of their own. */
  handOver(credential: Credential): void
  /** Remembers whom the account belongs to, and what to call them. */
  note(facts: { sub?: string | undefined; name?: string | undefined; stored?: boolean }): void
}

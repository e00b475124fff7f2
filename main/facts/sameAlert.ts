import type { KeptAlert } from './alertBook'
import type { Burst, Finding } from './findings'
import { combinationOf } from './habits'

/** A burst is over when so much time has passed without another attempt, in ms. */
const overAfterMs = 60 * 60_000

/** Returns true if the last attempt is so long ago that the burst is over. */
export const isOver = ({ until }: Burst, now: number): boolean => now - until > overAfterMs

/** Returns the alert that stands for the finding, if there is one. */
export const knownFor = (alerts: readonly KeptAlert[], finding: Finding): KeptAlert | undefined =>
  alerts.find((one) => isSame(one, finding)) ?? alerts.find((one) => holdsItsSignIn(one, finding))

/** Returns true if this alert stands for the finding. One that was answered stands for what had happened until then. */
function isSame(known: KeptAlert, finding: Finding): boolean {
  if (known.rule === 'failedBurst' && finding.rule === 'failedBurst') {
    const { since, until } = known.burst ?? { since: known.at, until: known.at }
    return finding.burst.since <= until + overAfterMs && finding.burst.until >= since
  }
  if (known.rule !== finding.rule || known.subject !== finding.subject) return false
  return known.state === 'waiting' || finding.at === undefined || finding.at <= (known.answeredAt ?? known.at)
}

/**
 * Returns true if the alert asks about the sign-in of the finding, by the other rule. A tenant may list a device later than
 * its sign-in, or only one of the two may have been read.
 */
function holdsItsSignIn({ rule, state, signIn }: KeptAlert, finding: Finding): boolean {
  if (finding.rule === 'failedBurst' || rule === finding.rule || !signIn || !finding.signIn) return false
  // An answer about a place says nothing of a device that was not listed then.
  if (rule === 'newPlace' && state !== 'waiting') return false
  return signIn.at === finding.signIn.at && combinationOf(signIn) === combinationOf(finding.signIn)
}

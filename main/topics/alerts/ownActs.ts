import { withEnded, withMaybeEnded } from '../../facts/alertAnswers'
import type { AlertBook } from '../../facts/alertBook'
import { type Ledger, type OwnAct, withAct, withoutAct } from '../../facts/ledger'
import type { MemoryPart } from '../../facts/memory'
import type { ActListener } from '../../facts/ownActs'

interface ActParts {
  states: MemoryPart<Ledger>
  keep: (how: (kept: AlertBook) => { book: AlertBook }) => Promise<unknown>
  /** Runs what nobody waits for. */
  noting: (work: Promise<unknown>) => void
  /** Returns a moment of this clock as the tenant's clock has it. */
  byTenant: (at: number) => number
}

/** Notes what this app itself changes, so that no look takes it for a stranger's. */
export function notingActs({ states, keep, noting, byTenant }: ActParts): ActListener {
  const noteEnd =
    (end: typeof withEnded) =>
    ({ about, key, at }: OwnAct): void => {
      if (about !== 'device' || key === undefined) return
      const endedAt = byTenant(at)
      noting(keep((kept) => ({ book: end(kept, key, endedAt) })))
    }
  return {
    began: (act) => noting(states.change((kept) => withAct(kept, act))),
    refused: (act) => noting(states.change((kept) => withoutAct(kept, act))),
    done: noteEnd(withEnded),
    unanswered: noteEnd(withMaybeEnded)
  }
}

import type { AccountChange, AccountChanges, Alert, AlertList } from '../../../contract/alerts'
import type { AlertBook, KeptAlert } from '../../facts/alertBook'
import { placeOf } from '../../facts/changeOrigin'
import { changesSince, type Ledger, type LedgerChange } from '../../facts/ledger'
import { isRaisedBy } from '../../facts/raising'
import { type AppError, toFailure } from '../../ground/errors'

interface LastLook {
  readAt: number | undefined
  failure: { error: AppError; at: number } | undefined
}

/** Returns what the window may know of the alerts. Ids of devices stay in main. */
export function listOf({ alerts, learnt, habits }: AlertBook, { readAt, failure }: LastLook): AlertList {
  const shown = alerts.map(alertOf).sort((one, other) => other.at - one.at)
  return {
    waiting: shown.filter(({ state }) => state === 'waiting'),
    earlier: shown.filter(({ state }) => state !== 'waiting'),
    ...(learnt && {
      learnt: {
        ...learnt,
        countries: Object.keys(habits.countries),
        systems: Object.keys(habits.systems),
        browsers: Object.keys(habits.browsers),
        devices: Object.keys(habits.devices ?? {}).length
      }
    }),
    ...(readAt !== undefined && { readAt }),
    ...(failure && { failure: toFailure(failure.error, failure.at) })
  }
}

function alertOf({ subject, key: _, ...alert }: KeptAlert): Alert {
  return alert.rule === 'memoryLost' ? { ...alert, was: subject } : alert
}

const mostShown = 4_000

/** Returns the changes since a moment, with the person's answers. What is merely usual by now is no change. */
export const changesOf = (ledger: Ledger, { alerts }: AlertBook, since: number): AccountChanges => ({
  since,
  ...(ledger.since !== undefined && { began: ledger.since }),
  changes: changesSince(ledger, since)
    .filter(isShown)
    .slice(0, mostShown)
    .map((change) => withAnswer(change, alerts))
})

type Shown = LedgerChange & { kind: AccountChange['kind'] }

const isShown = (change: LedgerChange): change is Shown => change.kind !== 'seen'

function withAnswer({ key, readAt, requestId, ...change }: Shown, alerts: readonly KeptAlert[]): AccountChange {
  const state = alerts.find((one) => isRaisedBy(one, { key, ...change }))?.state
  const place = placeOf(change)
  const answer = { values: [], readAt: readAt ?? change.at, ...(requestId !== undefined && { requestId }) }
  return {
    ...change,
    ...((state === 'me' || state === 'notMe') && { answer: state }),
    from: place ? [{ ...place, ...answer }] : []
  }
}

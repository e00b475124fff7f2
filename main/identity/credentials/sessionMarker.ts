import type { Log } from '../../log/log'
import { emptyMarker, type Expected, expectedBy, marker, type Marker } from '../../storage/marker'
import { readStored, writeStored } from '../../storage/storedFile'
import type { Tenant } from '../../ground/tenant'
import { hashOfSub } from './subHash'

/** Knows the state of the stored session without asking the keychain, and remembers it in a file. */
export interface SessionMarker {
  known(): Marker
  /** Returns the content that the keychain is expected to hold. */
  expected(): Expected
  expect(expected: Expected): void
  /** Reads the file, which another process may have written. */
  read(): void
  /** Writes a change. It also ends a pending refresh, unless the change itself names one. Never rejects. */
  note(change: Partial<Marker>): Promise<void>
  /** Takes over the facts of a record in the keychain, in memory only. */
  agreeWith(record: { gen: number; sub: string }): void
  /** Takes over a newer generation of the same session, in memory only. */
  advanceTo(gen: number): void
  /** Returns true if the file says that another process has ended the session. */
  isEndedElsewhere(): boolean
  /** As in `CredentialStore`. */
  readonly refreshBegins: () => Promise<void>
  /** As in `CredentialStore`. */
  readonly refreshRefused: () => Promise<number>
  /** As in `CredentialStore`. */
  readonly clearBegins: () => Promise<void>
  /** As in `CredentialStore`. @param alone false if another process may be writing the file */
  readonly vouched: (alone: boolean) => Promise<void>
}

export function createSessionMarker(path: string, tenant: Tenant, log: Log): SessionMarker {
  let known = emptyMarker(tenant)
  let expected: Expected = 'nothing'

  /** Writes the marker. If that fails, the session goes on, and only the words of a later failure are less clear. */
  async function note(change: Partial<Marker>): Promise<void> {
    known = { ...known, refreshPending: null, ...change }
    await writeStored(path, known).catch((error: unknown) => log('marker-not-written', {}, error))
  }

  const refusals = (): number => (known.refreshPending?.gen === known.gen ? (known.refreshPending.refused ?? 0) : 0)

  return {
    known: () => known,
    expected: () => expected,
    expect(next) {
      expected = next
    },
    read() {
      const stored = readStored(path, marker)
      const found = expectedBy(stored, tenant)
      if (found) expected = found
      if (stored.state === 'present' && stored.value.issuer === tenant.issuer) known = stored.value
    },
    note,
    agreeWith({ gen, sub }) {
      known = { ...known, state: 'stored', gen, subHash: hashOfSub(sub) }
      expected = 'session'
    },
    advanceTo(gen) {
      known = { ...known, gen }
    },
    isEndedElsewhere() {
      const stored = readStored(path, marker)
      return stored.state === 'present' && stored.value.state !== 'stored'
    },
    async refreshBegins() {
      if (known.state !== 'stored') return
      await note({ refreshPending: { gen: known.gen, at: Date.now(), refused: refusals() } })
    },
    async refreshRefused() {
      const refused = refusals() + 1
      await note({ refreshPending: { gen: known.gen, at: Date.now(), answered: false, refused } })
      return refused
    },
    async clearBegins() {
      if (expected !== 'nothing') await note({ state: 'toBeCleared' })
    },
    /** Notes it in memory, and in the file unless another process may be writing it, or has written it since. */
    async vouched(alone) {
      if (known.state !== 'stored') return
      known = { ...known, vouched: true }
      const stored = readStored(path, marker)
      const isOurs = stored.state === 'present' && stored.value.state === 'stored' && stored.value.gen === known.gen
      if (alone && isOurs) await note({ refreshPending: stored.value.refreshPending })
    }
  }
}

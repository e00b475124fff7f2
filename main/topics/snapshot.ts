import type { Handlers } from '../bridge/serve'
import type { SnapshotStore } from '../snapshot/snapshotStore'

export function snapshotHandlers(store: Pick<SnapshotStore, 'read'>): Pick<Handlers, 'snapshot:read'> {
  return { 'snapshot:read': () => store.read() }
}

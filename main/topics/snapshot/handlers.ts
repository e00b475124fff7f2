import type { Topic } from '../../bridge/topic'
import type { SnapshotStore } from './snapshotStore'

export const snapshotTopic = (store: Pick<SnapshotStore, 'read' | 'settled'>): Topic<'snapshot'> => ({
  handlers: { 'snapshot:read': () => store.read() },
  settled: () => store.settled()
})

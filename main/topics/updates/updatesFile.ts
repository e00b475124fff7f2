import { z } from 'zod'
import { newRelease } from '../../../contract/updates'
import { createQueue } from '../../ground/queue'
import type { Log } from '../../log/log'
import { readStored, setAside, writeStored } from '../../storage/storedFile'
import { isVersion } from './version'

const version = z.string().refine(isVersion)

const kept = z.object({
  /** When the update address was last asked, in ms since the epoch. */
  lookedAt: z.number().optional(),
  /** The newest release that the repository has named. */
  announced: newRelease.extend({ version, minimum: version }).optional(),
  /** The version whose notice the person has dismissed. */
  dismissed: version.optional()
})
type Kept = z.infer<typeof kept>

/** The facts about updates that are remembered from one run to the next. */
export interface UpdatesFile {
  read(): Kept
  /** Changes the given fields. If the file cannot be written, they are forgotten at the end of the run, and that is logged. */
  change(change: Partial<Kept>): Promise<void>
}

export async function openUpdatesFile(path: string, log: Log): Promise<UpdatesFile> {
  const inTurn = createQueue()
  const stored = readStored(path, kept)
  if (stored.state === 'unreadable') await setAside(path, log)
  let current: Kept = stored.state === 'present' ? stored.value : {}
  return {
    read: () => current,
    change(change) {
      current = { ...current, ...change }
      return inTurn(() => writeStored(path, current)).catch((error: unknown) => log('updates-not-kept', {}, error))
    }
  }
}

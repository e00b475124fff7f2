import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/**
 * Resolves with the path of a new, empty folder. It is deleted when the running test and its `afterEach` hooks have ended,
 * so it can be called in a test and in `beforeEach`, but not in `beforeAll`.
 */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-'))
  // A file that is still on its way may arrive while the folder is being deleted, which is then deleted once more.
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}

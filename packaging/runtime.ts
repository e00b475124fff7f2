import { z } from 'zod'
import { execute } from './execute'

const versions = z.object({ electron: z.string(), chrome: z.string(), node: z.string() })
export type RuntimeVersions = z.infer<typeof versions>

/** Resolves with the versions that an Electron executable reports. */
export async function runtimeVersions(electron: string): Promise<RuntimeVersions> {
  const env = { ELECTRON_RUN_AS_NODE: '1' }
  const said = await execute(electron, ['-p', 'JSON.stringify(process.versions)'], { env })
  return versions.parse(JSON.parse(said))
}

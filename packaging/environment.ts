import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Surroundings } from './builder'
import { execute } from './execute'
import { dropEmptyVariables, readSigning } from './signing'

const version = z.string().regex(/^\d+\.\d+\.\d+$/)

const environment = z.object({
  HOLDFAST_ELECTRON: z.string().min(1),
  HOLDFAST_ELECTRON_VERSION: version,
  HOLDFAST_PACKAGE_VERSION: version.optional(),
  HOLDFAST_UPDATE_ADDRESS: z.union([z.literal(''), z.url({ protocol: /^https$/ })]).default(''),
  HOLDFAST_UPDATE_ROOT: z.string().min(1).optional(),
  SOURCE_DATE_EPOCH: z.coerce.number().int().positive().optional()
})
const manifest = z.object({ version, devDependencies: z.object({ electron: version }) })

/** Reads the settings of one packaging run from the variables, package.json and the last commit. */
export async function readEnvironment(root: string): Promise<
  Omit<Surroundings, 'output'> & {
    architecture: 'x64' | 'arm64'
    /** The time of the last commit in seconds since 1970, so that another build gives the same files. */
    time: number
  }
> {
  dropEmptyVariables(process.env)
  const given = environment.parse(process.env)
  const source = manifest.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')))
  const updateRoot = given.HOLDFAST_UPDATE_ROOT
  return {
    platform: process.platform,
    electron: given.HOLDFAST_ELECTRON,
    electronVersion: given.HOLDFAST_ELECTRON_VERSION,
    version: given.HOLDFAST_PACKAGE_VERSION ?? source.version,
    testRuntime: given.HOLDFAST_ELECTRON_VERSION !== source.devDependencies.electron,
    updateAddress: given.HOLDFAST_UPDATE_ADDRESS,
    ...(updateRoot !== undefined && { updateRoot: resolve(root, updateRoot) }),
    signing: readSigning(process.env),
    architecture: z.enum(['x64', 'arm64']).parse(process.arch),
    time:
      given.SOURCE_DATE_EPOCH ?? Number(await execute('git', ['log', '--max-count=1', '--format=%ct'], { cwd: root }))
  }
}

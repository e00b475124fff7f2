import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Stop } from '../setup/stop.mjs'
import { startChild, stopChild } from './child.mjs'
import { root } from './machine.mjs'

/** Returns the sandbox tenant as command, arguments and options of a child process. */
export const sandboxCommand = (args, options = {}) => [
  process.execPath,
  ['--import', 'tsx', join(root, 'sandbox/cli.ts'), ...args],
  { cwd: root, ...options }
]

/**
 * Runs `use` with a new sandbox tenant and an empty profile, which are both gone afterwards, because a stored session of
 * one tenant is useless to the next. `use` gets the facts of the tenant and the app's argument for that profile.
 */
export async function withSandbox(use) {
  const profile = await mkdtemp(join(tmpdir(), 'holdfast-profile-'))
  const { child, ended } = startChild(...sandboxCommand(['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] }))
  try {
    const tenant = readTenant(await Promise.race([firstLine(child.stdout), ended.then(() => '')]))
    return await use(tenant, `--profile=${profile}`)
  } finally {
    stopChild(child)
    await ended
    await rm(profile, { recursive: true, force: true })
  }
}

/** Returns the app's arguments to start at the sign-in of this tenant. */
export const tenantArguments = ({ host, appId, organisation }) => [
  `--host=${host}`,
  `--app-id=${appId}`,
  `--organisation=${organisation}`
]

/** Returns the app's arguments to start with the form for the tenant's address, filled in with this tenant. */
export const practiceArguments = ({ host, appId, organisation }) => [
  `--practice-host=${host}`,
  `--practice-app-id=${appId}`,
  `--organisation=${organisation}`
]

async function firstLine(stream) {
  for await (const line of createInterface({ input: stream })) return line
  return ''
}

function readTenant(line) {
  try {
    const { organisation, host, appId, people, outbox } = JSON.parse(line)
    const named = [organisation, host, appId, outbox].every((value) => typeof value === 'string')
    if (named && Array.isArray(people)) return { organisation, host, appId, people, outbox }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new Stop('The sandbox tenant did not start. Run `npm run sandbox` to see why.')
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Authority } from '../support/authority'
import { readPlan, tenantName } from './plan'

/** Starts the far end for all tests. Resolves with a function that ends it. */
export default async function start(): Promise<() => Promise<void>> {
  const { far } = readPlan()
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-cable-'))
  const trusted = await Authority.create(folder, 'Hillside Works')
  const stranger = await Authority.create(folder, 'Guest Network')
  const socket = join(folder, 'control')
  // The stand-in for the person's browser runs in the tests' own processes, which start after this.
  process.env['NODE_EXTRA_CA_CERTS'] = trusted.own.certificate
  process.env['HOLDFAST_CABLE_AUTHORITY'] = trusted.folder
  process.env['HOLDFAST_CABLE_SOCKET'] = socket

  const surroundings = {
    socket,
    own: await trusted.issue(`DNS:${tenantName}`),
    strange: await stranger.issue(`DNS:guest.example`)
  }
  const program = fileURLToPath(new URL('far.ts', import.meta.url))
  const args = ['netns', 'exec', far, process.execPath, '--import', 'tsx', program, JSON.stringify(surroundings)]
  const child = spawn('ip', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const first = await Promise.race([once(child.stdout, 'data'), ended])
  if (child.exitCode !== null) throw new Error(`The far end of the cable did not start: ${String(first)}`)
  return async () => {
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
}

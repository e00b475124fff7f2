import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { capture, run } from './run/child.mjs'
import { onLinux, root } from './run/machine.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

/**
 * Packages the app into out/package: the packages of this system, or with --dir only the folder from which they are made.
 * With --twice it packages again from a clean clone and compares.
 */
await main(async () => {
  const options = process.argv.slice(2)
  return options.includes('--twice') ? packageTwice() : packageOnce(options)
})

/** Runs a TypeScript file of packaging/. */
function runTypeScript(file, args, env = process.env) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  return run(process.execPath, [tsx, join(root, 'packaging', file), ...args], { cwd: root, env })
}

async function packageOnce(options) {
  const needs = ['electron', 'libraries', 'build', ...(onLinux && !options.includes('--dir') ? ['packaging'] : [])]
  const { electron, electronVersion } = await setup(...needs)
  return runTypeScript('package.ts', options, {
    ...process.env,
    HOLDFAST_ELECTRON: electron,
    HOLDFAST_ELECTRON_VERSION: electronVersion
  })
}

/** Packages a second time in another folder, at another time in another time zone, and with another umask. */
async function packageTwice() {
  if (!onLinux) throw new Stop('Only the packages for Linux can be made twice and compared. Run it there.')
  const { stdout } = await capture('git', ['status', '--porcelain'], { cwd: root })
  if (stdout !== '') throw new Stop('There are changes that no commit has. Commit or stash them and run it again.')
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-again-'))
  const again = join(folder, 'holdfast')
  try {
    const first = await packageOnce([])
    if (first !== 0) return first
    process.umask(0o077)
    const cloned = await run('git', ['clone', '--quiet', root, again])
    if (cloned !== 0) return cloned
    const env = { ...process.env, TZ: 'Pacific/Auckland' }
    const second = await run(process.execPath, [join(again, 'scripts/package.mjs')], { cwd: again, env })
    if (second !== 0) return second
    return await runTypeScript('compareBuilds.ts', [join(root, 'out/package'), join(again, 'out/package')])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

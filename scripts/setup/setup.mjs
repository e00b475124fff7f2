import { join } from 'node:path'
import { onLinux, root } from '../run/machine.mjs'
import { buildApp } from './build.mjs'
import { installElectron } from './electron.mjs'
import { installLibraries } from './libraries.mjs'
import { withLock } from './lock.mjs'
import { installPackages } from './packages.mjs'
import { checkRequirements } from './requirements.mjs'
import { step } from './step.mjs'
import { packTree } from './tree.mjs'

/**
 * Prepares a fresh clone for a command. Packages are always installed. `needs` names the rest: 'electron', 'libraries' (to
 * show the app), 'packaging' (to make packages), 'installing' (to use an installed app) or 'testing' (all of these and the
 * needs of tests), 'build', or 'tree' (the build and, on Linux, the app packaged as it ships). Resolves with the path and
 * version of the Electron executable if `needs` asks for it, and with the path of the packaged `program`.
 */
export async function setup(...needs) {
  checkRequirements()
  let announced = false
  const wait = (holder) => {
    if (!announced) console.error(`Waiting for the setup of process ${holder} in this checkout.`)
    announced = true
  }
  return withLock(join(root, 'out/setup.lock'), () => takeSteps(new Set(needs)), wait)
}

async function takeSteps(needs) {
  let electron
  await step('packages', (say) => installPackages(root, say))
  if (needs.has('electron')) {
    await step('electron', async (say) => {
      electron = await installElectron(root, say)
      return electron.outcome
    })
    if (electron.notice !== undefined) console.error(electron.notice)
  }
  const wanted = {
    app: needs.has('libraries'),
    testing: needs.has('testing'),
    packaging: needs.has('packaging'),
    installing: needs.has('installing')
  }
  if (Object.values(wanted).includes(true)) {
    await step('system libraries', (say) => installLibraries({ ...wanted, electron: electron?.executable }, say))
  }
  if (needs.has('build') || needs.has('tree')) await step('build', (say) => buildApp(root, say))
  let tree
  if (needs.has('tree') && onLinux) {
    await step('tree', async (say) => {
      tree = await packTree(root, electron, say)
      return tree.outcome
    })
  }
  return { electron: electron?.executable, electronVersion: electron?.version, program: tree?.program }
}

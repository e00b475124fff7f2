import { join } from 'node:path'
import { root } from '../run/machine.mjs'
import { buildApp } from './build.mjs'
import { installElectron } from './electron.mjs'
import { installLibraries } from './libraries.mjs'
import { withLock } from './lock.mjs'
import { installPackages } from './packages.mjs'
import { checkRequirements } from './requirements.mjs'
import { step } from './step.mjs'

/**
 * Brings a fresh clone to where a command can run. Packages are always seen to; `needs` names the rest:
 * 'electron', 'libraries' (to show the app) or 'testing' (those and what tests need), 'build'.
 * Gives the path of the Electron executable when asked for it.
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
  if (needs.has('libraries') || needs.has('testing')) {
    const wanted = { testing: needs.has('testing'), electron: electron?.executable }
    await step('system libraries', (say) => installLibraries(wanted, say))
  }
  if (needs.has('build')) await step('build', (say) => buildApp(root, say))
  return { electron: electron?.executable }
}

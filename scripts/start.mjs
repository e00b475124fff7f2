import { join } from 'node:path'
import { run } from './run/child.mjs'
import { findBrowser, hasDisplay, onLinux, onVirtualDisplay, root, sandboxSwitch } from './run/machine.mjs'
import { readStartOptions } from './run/startOptions.mjs'
import { practiceArguments, withSandbox } from './run/sandboxTenant.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

await main(async () => {
  const { tour, tenant, others } = readStartOptions(process.argv.slice(2))
  const guided = tour || !hasDisplay()
  if (guided && tenant !== undefined) {
    throw new Stop(
      'The tour signs in by itself, which works with the sandbox tenant only. Start on a machine with a display, or leave --host out.'
    )
  }
  const { electron } = await setup('electron', guided ? 'testing' : 'libraries', 'build')
  if (guided) return takeTour(electron, others)
  if (tenant !== undefined) return run(electron, [root, ...tenant, ...others, ...sandboxSwitch])
  return withSandbox((sandbox, profile) => {
    console.log(welcome(sandbox))
    return run(electron, [root, ...practiceArguments(sandbox), profile, ...others, ...sandboxSwitch])
  })
})

function welcome({ organisation, host, people, outbox }) {
  const accounts = people.map(({ account, password, about }) => `  ${account} / ${password}  ${about}`)
  return [
    `A practice tenant, ${organisation}, runs at ${host}. Holdfast opens with its address filled in.`,
    'Sign in with one of its practice accounts (account / password):',
    ...accounts,
    `Codes it sends by text message or email arrive at ${outbox}`,
    'Close the window or press Ctrl-C to stop both.'
  ].join('\n')
}

/** Runs the tour, with a separate keyring and, if there is no display, with a virtual one. */
function takeTour(electron, args) {
  if (!hasDisplay()) console.log('There is no display here: a tour runs the main job on a virtual one.')
  let command = [process.execPath, join(root, 'scripts/tour.mjs'), ...args]
  if (onLinux) command = [join(root, 'scripts/run/with-keyring.sh'), ...command]
  if (!hasDisplay()) command = onVirtualDisplay(...command)
  const env = { ...process.env, HOLDFAST_ELECTRON: electron, HOLDFAST_BROWSER: findBrowser() }
  return run(command[0], command.slice(1), { cwd: root, env })
}

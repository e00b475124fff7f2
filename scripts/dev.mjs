import { run } from './run/child.mjs'
import { asRoot, root } from './run/machine.mjs'
import { tenantArguments, withSandbox } from './run/sandboxTenant.mjs'
import { readStartOptions } from './run/startOptions.mjs'
import { electronVite, forgetBuild } from './setup/build.mjs'
import { setup } from './setup/setup.mjs'
import { main } from './setup/stop.mjs'

await main(async () => {
  const { tenant, others } = readStartOptions(process.argv.slice(2))
  const { electron } = await setup('electron', 'libraries')
  await forgetBuild(root)
  const develop = (args) => {
    const [command, viteArgs] = electronVite(root, 'dev', ...(asRoot ? ['--noSandbox'] : []), '--', ...args, ...others)
    return run(command, viteArgs, { cwd: root, env: { ...process.env, ELECTRON_EXEC_PATH: electron } })
  }
  if (tenant !== undefined) return develop(tenant)
  return withSandbox((sandbox, profile) => develop([...tenantArguments(sandbox), profile]))
})

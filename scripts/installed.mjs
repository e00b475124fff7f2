import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { run } from './run/child.mjs'
import { root } from './run/machine.mjs'
import { withOrdinaryUser } from './run/ordinaryUser.mjs'
import { ownSystem } from './run/ownSystem.mjs'
import { packageFolder } from './run/package.mjs'
import { runPlaywright } from './run/playwright.mjs'
import { notRunCode } from './run/results.mjs'
import { setup } from './setup/setup.mjs'
import { main, Stop } from './setup/stop.mjs'

const nextFolder = join(root, 'out/next')
const config = join(root, 'e2e/installed/playwright.config.ts')

/** Installs the packaged app in a separate system, uses it there, updates it and removes it. */
await main(async () => {
  const { electron, electronVersion } = await setup('electron', 'testing', 'installing', 'build')
  return withOrdinaryUser(async (user) => {
    const layer = join(user.home, 'layer')
    await mkdir(layer)
    const system = await ownSystem(layer)
    if (system === undefined) {
      const code = await runPlaywright(user, config, { options: [...process.argv.slice(2), '--list'] })
      return code === 0 ? notRunCode : code
    }
    const made = await packageNext({ HOLDFAST_ELECTRON: electron, HOLDFAST_ELECTRON_VERSION: electronVersion })
    if (made !== 0) return made
    const env = {
      HOLDFAST_DEB: await fileIn(packageFolder, '.deb'),
      HOLDFAST_NEXT_DEB: await fileIn(nextFolder, '.deb'),
      HOLDFAST_TARBALL: await fileIn(packageFolder, '.tar.gz')
    }
    return runPlaywright(user, config, { options: process.argv.slice(2), within: system, results: 'installed', env })
  })
})

/** Packages the next version, as an update. */
async function packageNext(variables) {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const [major, minor] = version.split('.').map(Number)
  const env = { ...process.env, ...variables, HOLDFAST_PACKAGE_VERSION: `${major}.${minor + 1}.0` }
  const packaging = (file, ...args) => {
    const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
    return run(process.execPath, [tsx, join(root, 'packaging', file), ...args], { cwd: root, env })
  }
  const packaged = await packaging('package.ts', '--dir', '--output', nextFolder)
  return packaged === 0 ? packaging('makeDeb.ts', nextFolder) : packaged
}

async function fileIn(folder, ending) {
  const names = await readdir(folder).catch(() => [])
  const name = names.find((file) => file.endsWith(ending))
  if (name === undefined) throw new Stop('There is no package to install. Run `npm run package` first.')
  return join(folder, name)
}

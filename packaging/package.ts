import { rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { build, Platform } from 'electron-builder'
import { writeBill } from './bill/bill'
import { builderConfiguration } from './builder'
import { readEnvironment } from './environment'
import { checkTree } from './limits'
import { setModes, setTimes } from './linux/files'
import { buildLinuxPackages } from './linux/packages'
import type { Product } from './linux/product'
import { endRefused } from './refusal'
import { runtimeVersions } from './runtime'
import { targetsFor } from './targets'

const root = resolve(import.meta.dirname, '..')

async function packageApp(): Promise<void> {
  const { values } = parseArgs({
    options: { dir: { type: 'boolean', default: false }, output: { type: 'string', default: 'out/package' } }
  })
  const output = resolve(root, values.output)
  const { architecture, time, ...surroundings } = await readEnvironment(root)
  const { platform, version, testRuntime: testBuild } = surroundings

  await rm(output, { recursive: true, force: true })
  await writeBill(root, version, await runtimeVersions(surroundings.electron))
  await build({
    projectDir: root,
    targets: values.dir ? Platform.current().createTarget('dir') : targetsFor(platform),
    config: builderConfiguration({ ...surroundings, output })
  })
  if (platform === 'linux') {
    const tree = join(output, architecture === 'x64' ? 'linux-unpacked' : `linux-${architecture}-unpacked`)
    await checkTree(tree, dirname(surroundings.electron))
    const product: Product = { version, testBuild, architecture, time, tree }
    await setModes(tree)
    await setTimes(tree, time)
    if (!values.dir) await buildLinuxPackages(product, output)
  }
}

await packageApp().catch(endRefused)

import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { readEnvironment } from './environment'
import { buildDeb } from './linux/deb'
import { layOutSystem } from './linux/system'

/** `makeDeb.ts OUTPUT` builds only the Debian package, of a tree that was packaged there. */
const [output] = z.tuple([z.string().transform((path) => resolve(path))]).parse(process.argv.slice(2))
const {
  architecture,
  time,
  version,
  testRuntime: testBuild
} = await readEnvironment(resolve(import.meta.dirname, '..'))
const tree = join(output, architecture === 'x64' ? 'linux-unpacked' : `linux-${architecture}-unpacked`)
const product = { version, testBuild, architecture, time, tree }
const work = join(output, 'work')
await layOutSystem(product, join(work, 'system'))
await buildDeb(product, join(work, 'system'), join(work, 'deb'), output)
await rm(work, { recursive: true })

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Part } from './bundled'
import { acceptedLicence, licenceText } from './licences'

/** A package of npm that is in the app. */
export interface ShippedPackage {
  /** The place in package-lock.json, such as `node_modules/vue`. */
  place: string
  name: string
  version: string
  /** SPDX id. */
  licence: string
  licenceText: string
  /** The SHA-512 of the package as npm has it, in hexadecimal digits. */
  sha512: string
  parts: Part[]
  /** True if package.json names it. */
  direct: boolean
  /** The places of other shipped packages on which it depends. */
  dependencies: string[]
}

const names = z.record(z.string(), z.string()).default({})
const lockEntry = z.object({
  name: z.string().optional(),
  version: z.string(),
  license: z.string().optional(),
  integrity: z.string().regex(/^sha512-/),
  dependencies: names,
  peerDependencies: names
})
type LockEntry = z.infer<typeof lockEntry>
const lockfile = z.object({ packages: z.record(z.string(), z.unknown()) })
const manifest = z.object({ dependencies: names, devDependencies: names })

const parts: Part[] = ['main', 'preload', 'renderer']

const readJson = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'))

/**
 * Resolves with the packages that the last build of this source tree put into the app, by name.
 *
 * @throws Refusal for a package that may not be shipped
 */
export async function shippedPackages(root: string): Promise<ShippedPackage[]> {
  const partsOf = await readLists(join(root, 'out/bill'))
  const { packages } = lockfile.parse(await readJson(join(root, 'package-lock.json')))
  const { dependencies, devDependencies } = manifest.parse(await readJson(join(root, 'package.json')))
  const direct = new Set(Object.keys({ ...dependencies, ...devDependencies }).map((name) => `node_modules/${name}`))
  const shipped = [...partsOf].map(async ([place, inParts]): Promise<ShippedPackage> => {
    const entry = lockEntry.parse(packages[place])
    const { version } = entry
    const name = entry.name ?? place.replace(/^.*node_modules\//, '')
    return {
      place,
      name,
      version,
      licence: acceptedLicence({ name, version, licence: entry.license }),
      licenceText: await licenceText(join(root, place), { name, version }),
      sha512: Buffer.from(entry.integrity.replace('sha512-', ''), 'base64').toString('hex'),
      parts: inParts,
      direct: direct.has(place),
      dependencies: dependenciesOf(place, entry, (other) => partsOf.has(other))
    }
  })
  return (await Promise.all(shipped)).sort((a, b) => order(a.name, b.name) || order(a.version, b.version))
}

/** Compares by code units, because their order is the same on every computer. */
const order = (a: string, b: string): number => (a < b ? -1 : Number(a > b))

/** Resolves with the lists that `listBundled` wrote: each package with the parts of the app that hold it. */
async function readLists(folder: string): Promise<Map<string, Part[]>> {
  const partsOf = new Map<string, Part[]>()
  for (const part of parts) {
    const places = z.array(z.string()).parse(await readJson(join(folder, `${part}.json`)))
    for (const place of places) partsOf.set(place, [...(partsOf.get(place) ?? []), part])
  }
  return partsOf
}

function dependenciesOf(place: string, entry: LockEntry, isShipped: (place: string) => boolean): string[] {
  const wanted = Object.keys({ ...entry.dependencies, ...entry.peerDependencies })
  return wanted.flatMap((name) => lookUp(place, name).find(isShipped) ?? []).sort()
}

/** Returns the places in which Node looks for a package from within another, nearest first. */
function lookUp(place: string, name: string): string[] {
  const folders = place.split(/\/?node_modules\//).slice(1)
  const above = folders.map((_, index) => folders.slice(0, folders.length - index))
  return [...above, []].map((path) => [...path, name].map((folder) => `node_modules/${folder}`).join('/'))
}

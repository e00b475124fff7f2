import type { RuntimeVersions } from '../runtime'
import type { ShippedPackage } from './shipped'

export interface Product {
  version: string
  /** The text of its licence. */
  licenceText: string
}

export const ownLicence = 'Apache-2.0'

interface License {
  license: { id: string; text?: { contentType: 'text/plain'; content: string } }
}

interface Component {
  type: 'application' | 'framework' | 'library' | 'platform'
  'bom-ref': string
  group?: string
  name: string
  version: string
  hashes?: { alg: 'SHA-512'; content: string }[]
  licenses: License[]
  cpe?: string
  purl?: string
  properties?: { name: string; value: string }[]
}

/** A bill of materials as CycloneDX 1.6 defines it. */
export interface Bom {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json'
  bomFormat: 'CycloneDX'
  specVersion: '1.6'
  version: 1
  metadata: { lifecycles: { phase: 'build' }[]; component: Component }
  components: Component[]
  dependencies: { ref: string; dependsOn: string[] }[]
}

/**
 * Returns the bill of materials: the bundled packages and the runtime. It has no time and no serial number, so that the
 * same sources give the same bytes.
 */
export function bomOf(
  product: Product,
  packages: ShippedPackage[],
  runtime: RuntimeVersions,
  electronLicence: string
): Bom {
  const holdfast: Component = {
    type: 'application',
    'bom-ref': `holdfast@${product.version}`,
    name: 'Holdfast',
    version: product.version,
    licenses: licensed(ownLicence, product.licenceText)
  }
  const [electron, chromium, node] = runtimeComponents(runtime, electronLicence)
  const refs = new Map(packages.map((shipped) => [shipped.place, purlOf(shipped)]))
  const directs = packages.filter(({ direct }) => direct).map(purlOf)
  const refsOf = (places: string[]): string[] => places.flatMap((place) => refs.get(place) ?? [])
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: holdfast },
    components: [electron, chromium, node, ...packages.map(libraryOf)],
    dependencies: [
      { ref: holdfast['bom-ref'], dependsOn: [electron['bom-ref'], ...directs] },
      { ref: electron['bom-ref'], dependsOn: [chromium['bom-ref'], node['bom-ref']] },
      ...packages.map((shipped) => ({ ref: purlOf(shipped), dependsOn: refsOf(shipped.dependencies) }))
    ]
  }
}

const licensed = (id: string, content?: string): License[] => [
  { license: { id, ...(content !== undefined && { text: { contentType: 'text/plain', content } }) } }
]

const purlOf = ({ name, version }: ShippedPackage): string => `pkg:npm/${name.replace('@', '%40')}@${version}`

function libraryOf(shipped: ShippedPackage): Component {
  const [, group, name = shipped.name] = /^(@[^/]+)\/(.+)$/.exec(shipped.name) ?? []
  return {
    type: 'library',
    'bom-ref': purlOf(shipped),
    ...(group !== undefined && { group }),
    name,
    version: shipped.version,
    hashes: [{ alg: 'SHA-512', content: shipped.sha512 }],
    licenses: licensed(shipped.licence, shipped.licenceText),
    purl: purlOf(shipped),
    properties: shipped.parts.map((part) => ({ name: 'holdfast:part', value: part }))
  }
}

/** LICENSES.chromium.html, next to the program, holds the texts for Chromium, Node and their components. */
function runtimeComponents(runtime: RuntimeVersions, electronLicence: string): [Component, Component, Component] {
  const part = (type: Component['type'], name: string, version: string, purl: string) => ({
    type,
    'bom-ref': `${purl}@${version}`,
    name,
    version,
    purl: `${purl}@${version}`
  })
  const cpe = (product: string, version: string): string => `cpe:2.3:a:${product}:${version}:*:*:*:*:*:*:*`
  return [
    {
      ...part('framework', 'Electron', runtime.electron, 'pkg:npm/electron'),
      licenses: licensed('MIT', electronLicence)
    },
    {
      ...part('framework', 'Chromium', runtime.chrome, 'pkg:generic/chromium'),
      cpe: cpe('google:chrome', runtime.chrome),
      licenses: licensed('BSD-3-Clause')
    },
    {
      ...part('platform', 'Node.js', runtime.node, 'pkg:generic/node'),
      cpe: cpe('nodejs:node.js', runtime.node),
      licenses: licensed('MIT')
    }
  ]
}

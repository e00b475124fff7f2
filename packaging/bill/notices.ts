import type { Bom } from './bom'

type Component = Bom['components'][number]

const rule = '='.repeat(80)
const elsewhere =
  'Its texts, and those of what it is made of, stand in LICENSES.chromium.html, in the folder of Holdfast.'

/** Returns the licences of the product and of everything in it as one text. A shared licence appears once. */
export function noticesOf({ metadata, components }: Bom): string {
  const byText = new Map<string, Component[]>()
  for (const component of [metadata.component, ...components]) {
    const text = textOf(component)
    byText.set(text, [...(byText.get(text) ?? []), component])
  }
  const sections = [...byText].map(([text, sharing]) =>
    [rule, ...sharing.map(headingOf), rule, '', text, ''].join('\n')
  )
  return sections.join('\n')
}

function textOf({ licenses }: Component): string {
  return licenses[0]?.license.text?.content ?? elsewhere
}

function headingOf({ group, name, version, licenses }: Component): string {
  const full = group === undefined ? name : `${group}/${name}`
  return `${full} ${version} (${licenses.map(({ license }) => license.id).join(', ')})`
}

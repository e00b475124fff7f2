import { z } from 'zod'
import type { Component } from '../../../contract/about'
import type { Topic } from '../../bridge/topic'
import { AppError } from '../../ground/errors'

const part = z.object({
  group: z.string().optional(),
  name: z.string(),
  version: z.string(),
  licenses: z.array(
    z.object({ license: z.object({ id: z.string(), text: z.object({ content: z.string() }).optional() }) })
  )
})
type Part = z.infer<typeof part>

/** The part of the bill of materials (CycloneDX) that the window shows. */
const billOfMaterials = z.object({ components: z.array(part) })

interface AboutParts {
  /** Resolves to the parsed `bom.json`, or to undefined if there is none because the app was not packaged. */
  readBillOfMaterials: () => Promise<unknown>
  openChromiumLicences: () => Promise<boolean>
}

export function aboutTopic({ readBillOfMaterials, openChromiumLicences }: AboutParts): Topic<'about'> {
  /** Reads the file. It is read again each time, because hardly anybody looks at it twice. */
  async function readParts(): Promise<Part[] | undefined> {
    const read = await readBillOfMaterials()
    return read === undefined ? undefined : billOfMaterials.parse(read).components
  }

  return {
    handlers: {
      'about:listComponents': async () => (await readParts())?.map(componentOf) ?? null,
      'about:readLicence': async ({ name, version }) => {
        const found = (await readParts())?.find((one) => nameOf(one) === name && one.version === version)
        if (!found) throw new AppError('invalidInput')
        return found.licenses[0]?.license.text?.content ?? null
      },
      'about:openChromiumLicences': openChromiumLicences
    }
  }
}

const nameOf = ({ group, name }: Part): string => (group === undefined ? name : `${group}/${name}`)

const componentOf = (one: Part): Component => ({
  name: nameOf(one),
  version: one.version,
  licence: one.licenses.map(({ license }) => license.id).join(', ')
})

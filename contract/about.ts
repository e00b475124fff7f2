import { z } from 'zod'

/** One component that Holdfast is made of. */
const component = z.object({
  name: z.string().min(1).max(214),
  version: z.string().min(1).max(100),
  /** SPDX id */
  licence: z.string().min(1).max(100)
})
export type Component = z.infer<typeof component>

export const aboutChannels = {
  /** Null if nobody packaged the app, because only the packager makes the list. */
  'about:listComponents': { input: z.void(), output: z.array(component).max(1_000).nullable() },
  /** The licence of a component in full. Null if the page of Chromium's licences holds it. */
  'about:readLicence': {
    input: component.pick({ name: true, version: true }),
    output: z.string().max(200_000).nullable()
  },
  /** Opens the page of Chromium's licences in the browser. Answers true if the page was found. */
  'about:openChromiumLicences': { input: z.void(), output: z.boolean() }
}

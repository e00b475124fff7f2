import { z } from 'zod'

const name = z.string().min(1).max(120)

/** A country whose numbers the tenant sends text messages to. */
export const country = z.object({
  /** ISO 3166-1 alpha-2 */
  alpha2: z.string().regex(/^[A-Z]{2}$/),
  /** With the plus sign, such as `+44`. */
  phoneCountryCode: z.string().regex(/^\+\d{1,4}$/),
  names: z.object({ en: name, 'zh-CN': name })
})
export type Country = z.infer<typeof country>

export const countriesChannels = {
  /** In any order. A name that the tenant does not know in one language is that of the other. */
  'countries:list': { input: z.void(), output: z.array(country).max(400) }
}

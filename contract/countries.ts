import { z } from 'zod'
import { longestName } from './fields'

const name = z.string().min(1).max(longestName)

/** A country whose numbers the tenant sends text messages to. */
const country = z.object({
  /** ISO 3166-1 alpha-2 */
  alpha2: z.string().regex(/^[A-Z]{2}$/),
  /** With the plus sign, such as `+44`. */
  phoneCountryCode: z.string().regex(/^\+\d{1,4}$/),
  names: z.object({ en: name, 'zh-CN': name })
})
export type Country = z.infer<typeof country>

export const countriesChannels = {
  /** The countries in any order. A name that the tenant lacks in one language is taken from the other. */
  'countries:list': { input: z.void(), output: z.array(country).max(400) }
}

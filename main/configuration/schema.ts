import { z } from 'zod'
import { longestHost, longestOrganisation } from '../../contract/fields'
import type { MistakeCode } from '../../contract/machineFile'
import { plainText } from '../ground/text'
import { readTenant } from '../ground/tenant'

/** Returns the code in the place of zod's message, so that each issue names its mistake. */
const code = (mistake: MistakeCode): MistakeCode => mistake

const host = z.string(code('notText')).superRefine((text, context) => {
  const read = readTenant(text, 'any')
  if (text.length <= longestHost && read.ok) return
  const insecure = !read.ok && read.problem === 'hostNotSecure'
  context.addIssue({ code: 'custom', message: code(insecure ? 'hostNotSecure' : 'hostInvalid') })
})

const port = z.int(code('portsInvalid')).min(1024, code('portsInvalid')).max(65_535, code('portsInvalid'))

/** The decisions of an organisation for Holdfast on its computers. */
export const policy = z.strictObject(
  {
    /** The address of the tenant, as in the start option. */
    host,
    appId: z.string(code('notText')).regex(/^[\w.-]{1,128}$/, code('appIdInvalid')),
    /** The name of the organisation until it gives one itself. */
    organisation: z
      .string(code('notText'))
      .refine((text) => text !== '' && plainText(text, longestOrganisation) === text, code('organisationInvalid'))
      .optional(),
    /** The loopback ports registered in the tenant's console, tried in order. Default: any free port. */
    redirectPorts: z
      .array(port, code('portsInvalid'))
      .min(1, code('portsInvalid'))
      .max(20, code('portsInvalid'))
      .optional(),
    /** True if accounts at other tenants may be added. */
    furtherTenants: z.boolean(code('notTrueOrFalse')).default(false)
  },
  code('notAnObject')
)
export type Policy = z.infer<typeof policy>

export const policyKeys = Object.keys(policy.shape)

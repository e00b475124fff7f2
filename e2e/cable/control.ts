import { z } from 'zod'

/** The faults of the sandbox that these tests need. */
const fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('slowBody'), ms: z.number() }),
  z.object({ kind: z.literal('lostAnswer'), times: z.number() }),
  z.object({
    kind: z.literal('businessError'),
    statusCode: z.number(),
    apiCode: z.number(),
    message: z.string(),
    times: z.number()
  })
])
const route = z.string()
const tenantOptions = z.object({ accessTokenTtl: z.number().optional() })
export type TenantOptions = z.output<typeof tenantOptions>

/** The tests send these commands to the far end, through a socket in the file system that no cable cuts. */
export const commands = z.discriminatedUnion('do', [
  /** Replaces the current tenant with a new one. */
  z.object({ do: z.literal('begin'), options: tenantOptions }),
  z.object({ do: z.literal('fault'), route, fault }),
  /** Holds back the next request for this route until `release`. */
  z.object({ do: z.literal('hold'), route }),
  z.object({ do: z.literal('release') }),
  z.object({ do: z.literal('clear') }),
  z.object({ do: z.literal('requests') }),
  /** Chooses who answers at the tenant's address from now on. */
  z.object({ do: z.literal('answer'), as: z.enum(['tenant', 'stranger', 'page']) }),
  z.object({ do: z.literal('names'), known: z.boolean() })
])
export type Command = z.output<typeof commands>

export const tenantFacts = z.object({
  host: z.string(),
  appId: z.string(),
  outbox: z.string(),
  people: z.array(z.object({ account: z.string(), password: z.string(), about: z.string() }))
})
export type TenantFacts = z.output<typeof tenantFacts>

export const loggedRequests = z.object({
  requests: z.array(z.object({ method: z.string(), path: z.string(), status: z.number().optional() })),
  refreshTokenReuses: z.number()
})
export type LoggedRequests = z.output<typeof loggedRequests>

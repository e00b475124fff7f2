import { z } from 'zod'

const plan = z.object({
  near: z.string(),
  far: z.string(),
  link: z.string(),
  addresses: z.object({ near: z.string(), resolver: z.string(), tenant: z.string() })
})

/** Returns the namespaces and the cable between them, as `scripts/run/cable.mjs` set them up. */
export const readPlan = (): z.output<typeof plan> => plan.parse(JSON.parse(process.env['HOLDFAST_CABLE'] ?? 'null'))

/** Only the resolver at the far end knows this name of the tenant. */
export const tenantName = 'id.fernhill.example'

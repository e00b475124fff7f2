import { z } from 'zod'

const plan = z.object({
  near: z.string(),
  far: z.string(),
  link: z.string(),
  addresses: z.object({ near: z.string(), resolver: z.string(), tenant: z.string() })
})

/** Resolves with the namespaces and the cable between them, as `scripts/run/cable.mjs` laid it. */
export const readPlan = (): z.output<typeof plan> => plan.parse(JSON.parse(process.env['HOLDFAST_CABLE'] ?? 'null'))

/** The tenant's name, which only the resolver at the far end knows. */
export const tenantName = 'id.fernhill.example'

import * as client from 'openid-client'
import { z } from 'zod'

/** The reason that an answer names for its refusal: an error of OAuth, or else a code of the API. */
export interface ToldRefusal {
  /** The error code of RFC 6749 section 5.2. */
  readonly error?: string | undefined
  readonly error_description?: string | undefined
}

const noSuccess = z.union([z.int(), z.string().regex(/^\d{1,9}$/)]).refine((code) => ![0, 200].includes(Number(code)))

const told = z.intersection(
  z.object({ access_token: z.undefined().optional() }),
  z.union([
    z.object({ error: z.string().min(1), error_description: z.string().optional().catch(undefined) }),
    z.object({ code: noSuccess }).transform((): ToldRefusal => ({})),
    z.object({ statusCode: noSuccess }).transform((): ToldRefusal => ({}))
  ])
)

const withBody = z.object({ cause: z.object({ body: z.unknown() }) })

/** The HTTP statuses of a refusal by the tenant itself. */
const refusing = [400, 401, 403]

/** Resolves to the body of the answer that made openid-client fail, if there is one. */
export async function bodyBehind(error: unknown): Promise<unknown> {
  if (error instanceof client.ResponseBodyError) return error.cause
  if (!(error instanceof Error)) return undefined
  const response = error instanceof client.WWWAuthenticateChallengeError ? error.response : error.cause
  if (!(response instanceof Response)) return withBody.safeParse(error.cause).data?.cause.body
  if (response.bodyUsed || !refusing.includes(response.status)) return undefined
  return response.json().catch(() => undefined)
}

/**
 * Returns the refusal that made openid-client fail. A page, or JSON that names no reason, is not taken for the tenant's,
 * because a proxy or a firewall may have sent it.
 *
 * @param body the result of `bodyBehind`
 */
export const refusalIn = (error: unknown, body: unknown): ToldRefusal | undefined =>
  error instanceof client.ResponseBodyError ? error : told.safeParse(body).data

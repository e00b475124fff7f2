import { base64url, decodeJwt } from 'jose'
import type { TokenEndpointResponse } from 'openid-client'
import { z } from 'zod'

const members = z.record(z.string(), z.unknown())

/** The member with the ID token as signed, beside one that was made readable. One that a tenant sends never counts. */
const asSigned = 'id_token_as_signed'

const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,15}(\.\d+)?$/)
    .transform(Number)
])
const positive = number.pipe(z.number().nonnegative())

/**
 * Returns the answer as openid-client can read it. It refuses a whole answer for a `null`, or for a time written as text or
 * nonsense, but the answer to a renewal comes only once. The claims that it checks mean the same as those that the tenant has
 * signed. The signature is checked over the text that {@link signedIdToken} returns.
 */
export async function readable(response: Response): Promise<Response> {
  const read = members.safeParse(
    await response
      .clone()
      .json()
      .catch(() => undefined)
  )
  if (!read.success) return response
  const { [asSigned]: _notTheirs, expires_in, id_token, ...others } = read.data
  const lifetime = positive.safeParse(expires_in).data
  const all: Record<string, unknown> = { ...others, ...withReadableTimes(id_token), expires_in: lifetime }
  const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined))
  // Many frameworks answer a POST with 201 by default, which openid-client refuses.
  const status = response.status === 201 ? 200 : response.status
  return new Response(JSON.stringify(said), { status, headers: response.headers })
}

/** Returns the ID token of a readable answer as the tenant has signed it, or an empty text if there is none. */
export function signedIdToken(answer: TokenEndpointResponse): string {
  const signed = answer[asSigned]
  return typeof signed === 'string' ? signed : (answer.id_token ?? '')
}

function withReadableTimes(idToken: unknown): Record<string, unknown> {
  const claims = typeof idToken === 'string' ? claimsOf(idToken) : undefined
  if (typeof idToken !== 'string' || !claims) return { id_token: idToken }
  const { exp, iat, nbf, auth_time } = claims
  const times = {
    exp: number.safeParse(exp).data ?? exp,
    iat: number.safeParse(iat).data ?? iat,
    nbf: nbf === null ? undefined : (number.safeParse(nbf).data ?? nbf),
    auth_time: positive.safeParse(auth_time).data
  }
  if (times.exp === exp && times.iat === iat && times.nbf === nbf && times.auth_time === auth_time) {
    return { id_token: idToken }
  }
  const [header = '', , signature = ''] = idToken.split('.')
  const payload = base64url.encode(JSON.stringify({ ...claims, ...times }))
  return { id_token: [header, payload, signature].join('.'), [asSigned]: idToken }
}

/** Returns the claims of an ID token in whichever form they are written, or `undefined` if it is no ID token. */
function claimsOf(idToken: string): z.output<typeof members> | undefined {
  try {
    return members.parse(decodeJwt(idToken))
  } catch {
    return undefined
  }
}

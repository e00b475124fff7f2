import { randomBytes } from 'node:crypto'
import { decodeJwt, type JWTPayload, SignJWT, importJWK } from 'jose'
import type { Middleware } from 'koa'
import { z } from 'zod'
import type { SandboxSettings } from '../settings/options'
import type { Person } from '../people/people'
import type { SigningKey } from './signingKey'

const tokens = z.looseObject({ id_token: z.string() })
const keySet = z.object({ keys: z.array(z.looseObject({})) })
const renewal = z.object({ params: z.object({ grant_type: z.literal('refresh_token') }) })

/**
 * Rewrites the provider's ID tokens if the options ask for other ones, and leaves `kid` out of its key set if the options
 * say so. Such tokens are signed with the last key, so that a client that tries only the first key fails.
 */
export function idTokens(keys: SigningKey[], people: Person[], settings: SandboxSettings): Middleware {
  const { authTime, keyIds, refreshIdToken } = settings
  const asMade = authTime === 'number' && keyIds && refreshIdToken === 'own'
  const sign = signer(keys, settings)
  return async (ctx, next) => {
    await next()
    if (asMade) return
    if (ctx.path === '/oidc/.well-known/jwks.json' && !keyIds) {
      ctx.body = { keys: keySet.parse(ctx.body).keys.map(({ kid: _kid, ...key }) => key) }
    }
    const answer = ctx.path === '/oidc/token' ? tokens.safeParse(ctx.body).data : undefined
    if (answer === undefined) return
    const renewed = renewal.safeParse(ctx['oidc']).success
    const { id_token, ...others } = answer
    if (renewed && refreshIdToken === 'none') ctx.body = others
    else {
      const claims = withAuthTime(decodeJwt(id_token), authTime)
      ctx.body = { ...answer, id_token: await sign(renewed ? foreign(claims, refreshIdToken, people) : claims) }
    }
  }
}

/**
 * Returns the function that signs a token. The secret of HS256 may be any, because an app without a secret is never told
 * it.
 */
function signer(keys: SigningKey[], { idTokenAlg: alg, keyIds }: SandboxSettings) {
  const key = keys.at(-1)
  return async (claims: JWTPayload): Promise<string> => {
    if (alg === 'HS256' || key === undefined) {
      return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(randomBytes(32))
    }
    const header = { alg, ...(keyIds && { kid: key.kid }) }
    return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(key, alg))
  }
}

function withAuthTime({ auth_time, ...claims }: JWTPayload, form: SandboxSettings['authTime']): JWTPayload {
  if (auth_time === undefined || form === 'missing') return claims
  return { ...claims, auth_time: { number: auth_time, text: `${Number(auth_time)}`, nonsense: 'yesterday' }[form] }
}

function foreign(claims: JWTPayload, whose: SandboxSettings['refreshIdToken'], people: Person[]): JWTPayload {
  if (whose === 'otherIssuer') return { ...claims, iss: 'https://id.elsewhere.example/oidc' }
  const other = people.find(({ userId }) => userId !== claims.sub)
  return whose === 'otherPerson' && other ? { ...claims, sub: other.userId } : claims
}

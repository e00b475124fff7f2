import { randomUUID } from 'node:crypto'
import type { Context, Middleware } from 'koa'
import { z } from 'zod'
import { inV2 } from '../protocol/envelope'
import type { SandboxSettings } from '../settings/options'
import { messagePage, sendPage } from '../pages/pages'

const refused = z.object({ error: z.literal('invalid_grant') })
const renewal = z.object({ params: z.object({ grant_type: z.literal('refresh_token') }) })

const answers: Record<SandboxSettings['deadRefreshToken'], (ctx: Context) => void> = {
  invalidGrant: () => undefined,
  html: (ctx) => sendPage(ctx, messagePage('Not allowed', 'Please sign in first.'), 401),
  V2: (ctx) => {
    ctx.body = inV2({ statusCode: 400, message: 'The refresh token is not valid any more', requestId: randomUUID() })
  },
  ok: (ctx) => {
    ctx.status = 200
  }
}

/**
 * Answers in the way that the options choose when a refresh token is no longer accepted, and when a token is introspected.
 */
export function refreshTokens({ deadRefreshToken, introspection }: SandboxSettings): Middleware {
  return async (ctx, next) => {
    if (introspection === 'inactive' && ctx.path === '/oidc/token/introspection') {
      ctx.body = { active: false }
      return
    }
    await next()
    const isDead = ctx.status === 400 && refused.safeParse(ctx.body).success && renewal.safeParse(ctx['oidc']).success
    if (ctx.path === '/oidc/token' && isDead) answers[deadRefreshToken](ctx)
  }
}
